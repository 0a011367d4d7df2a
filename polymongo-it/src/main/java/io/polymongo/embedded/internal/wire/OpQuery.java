package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The message of old, which drivers still send for their first handshake.
 *
 * @param database where the command runs
 * @param body the command, unwrapped
 */
record OpQuery(String database, Document body) {

    static final int OP_CODE = 2004;

    /** The error that a query in this form is answered with, and those of the same age. */
    static final int NO_LONGER_SUPPORTED = 5739101;

    private static final String COMMANDS = ".$cmd";
    private static final Set<String> ALLOWED = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "_isSelf",
            "authenticate",
            "buildInfo",
            "buildinfo",
            "saslStart",
            "saslContinue");

    static OpQuery read(Frame frame) {
        ByteBuffer content = frame.content();
        BsonReader reader = new BsonReader(content);
        if (content.remaining() < 4) {
            throw BsonReader.invalid("a message without flags");
        }
        content.getInt();
        String namespace = reader.cString();
        if (!namespace.endsWith(COMMANDS)) {
            throw new CommandError(
                    NO_LONGER_SUPPORTED,
                    "OP_QUERY is no longer supported. The client driver may require an upgrade. For more details see"
                            + " https://dochub.mongodb.org/core/legacy-opcode-removal");
        }
        if (content.remaining() < 8) {
            throw BsonReader.invalid("a query without its numbers");
        }
        content.position(content.position() + 8);
        Document query = reader.document();
        Document body = query.get("$query") instanceof Document inner ? inner : query;
        String name = body.isEmpty() ? "" : body.keySet().iterator().next();
        if (!ALLOWED.contains(name)) {
            throw new CommandError(
                    ErrorCode.UNSUPPORTED_OP_QUERY_COMMAND,
                    "Unsupported OP_QUERY command: " + name + ". The client driver may require an upgrade. For more"
                            + " details see https://dochub.mongodb.org/core/legacy-opcode-removal");
        }
        String database = namespace.substring(0, namespace.length() - COMMANDS.length());
        return new OpQuery(database, body.append("$db", database));
    }
}
