package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The message that all commands come in: flags, a body, document sequences, perhaps a checksum. */
final class OpMsg {

    static final int OP_CODE = 2013;
    static final int MORE_TO_COME = 1 << 1;

    private static final int CHECKSUM_PRESENT = 1;
    private static final int EXHAUST_ALLOWED = 1 << 16;
    private static final int KNOWN_AND_REQUIRED = CHECKSUM_PRESENT | MORE_TO_COME;
    private static final int REQUIRED = 0xffff;
    private static final int CHECKSUM_BYTES = 4;
    private static final int BODY = 0;
    private static final int SEQUENCE = 1;
    private static final int SECURITY_TOKEN = 2;
    private static final int MOST_SEQUENCES = 2;

    private final Frame frame;
    private final int flags;

    OpMsg(Frame frame) {
        this.frame = frame;
        ByteBuffer content = frame.content();
        this.flags = content.remaining() < 4 ? 0 : content.getInt();
    }

    /** Whether the client wants no answer. */
    boolean wantsNoReply() {
        return (flags & MORE_TO_COME) != 0;
    }

    boolean mayStream() {
        return (flags & EXHAUST_ALLOWED) != 0;
    }

    /** The command, with the document sequences as arrays among its fields. */
    Document body() {
        if ((flags & REQUIRED & ~KNOWN_AND_REQUIRED) != 0) {
            throw new CommandError(
                    ErrorCode.ILLEGAL_OP_MSG_FLAG,
                    "Message contains illegal flags value: Ob" + Integer.toBinaryString(flags));
        }
        Document body = null;
        Map<String, List<Document>> sequences = new LinkedHashMap<>();
        ByteBuffer sections = sections();
        while (sections.hasRemaining()) {
            int kind = sections.get() & 0xff;
            switch (kind) {
                case BODY -> {
                    refuseIf(body != null, 40430, "Multiple body sections in message");
                    body = new BsonReader(sections).document();
                }
                case SEQUENCE -> readSequence(sections, sequences);
                case SECURITY_TOKEN ->
                    throw new CommandError(ErrorCode.UNAUTHORIZED, "Unsupported Security Token provided");
                default -> throw new CommandError(40432, "Unknown section kind " + kind);
            }
        }
        if (body == null) {
            throw new CommandError(40587, "OP_MSG messages must have a body");
        }
        for (Map.Entry<String, List<Document>> sequence : sequences.entrySet()) {
            String name = sequence.getKey();
            refuseIf(body.containsKey(name), 40433, "Duplicate field between body and document sequence " + name);
            body.put(name, sequence.getValue());
        }
        return body;
    }

    /** What lies between the flags and the checksum, whose truth is proved. */
    private ByteBuffer sections() {
        ByteBuffer content = frame.content();
        if (content.remaining() < 4) {
            throw BsonReader.invalid("a message without flags");
        }
        content.position(4);
        if ((flags & CHECKSUM_PRESENT) != 0) {
            refuseIf(
                    content.remaining() <= CHECKSUM_BYTES,
                    51252,
                    "Invalid message size for an OpMsg containing a checksum");
            content.limit(content.limit() - CHECKSUM_BYTES);
            ByteBuffer whole = frame.whole();
            int given = whole.getInt(whole.limit() - CHECKSUM_BYTES);
            CRC32C actual = new CRC32C();
            actual.update(whole.limit(whole.limit() - CHECKSUM_BYTES));
            if ((int) actual.getValue() != given) {
                throw new CommandError(ErrorCode.CHECKSUM_MISMATCH, "OP_MSG checksum does not match contents");
            }
        }
        return content;
    }

    private void readSequence(ByteBuffer sections, Map<String, List<Document>> sequences) {
        if (sequences.size() == MOST_SEQUENCES) {
            throw new CommandError(ErrorCode.TOO_MANY_DOCUMENT_SEQUENCES, "Too many document sequences in OP_MSG");
        }
        int length = sections.remaining() < 4 ? -1 : sections.getInt() - 4;
        if (length < 1 || length > sections.remaining()) {
            throw BsonReader.invalid("a document sequence of " + length + " bytes");
        }
        ByteBuffer sequence = sections.slice().limit(length).order(ByteOrder.LITTLE_ENDIAN);
        sections.position(sections.position() + length);
        BsonReader reader = new BsonReader(sequence);
        String name = reader.cString();
        List<Document> documents = new ArrayList<>();
        while (sequence.hasRemaining()) {
            documents.add(reader.document());
        }
        refuseIf(sequences.put(name, documents) != null, 40431, "Duplicate document sequence: " + name);
    }

    /** The database that a command names, which it must. */
    static String database(Document body) {
        Object database = body.get("$db");
        refuseIf(database == null, 40571, "OP_MSG requests require a $db argument");
        if (database instanceof String name) {
            return name;
        }
        throw new CommandError(ErrorCode.TYPE_MISMATCH, "The $db argument of an OP_MSG request must be a string");
    }

    private static void refuseIf(boolean wrong, int code, String message) {
        if (wrong) {
            throw new CommandError(code, message);
        }
    }
}
