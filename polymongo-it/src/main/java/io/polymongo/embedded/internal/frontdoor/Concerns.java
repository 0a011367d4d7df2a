package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shapes of {@code readConcern} and {@code writeConcern}, and which commands take them. */
final class Concerns {

    private static final List<String> LEVELS = List.of("local", "majority", "linearizable", "available", "snapshot");
    private static final Set<String> SNAPSHOT_READERS = Set.of("find", "aggregate", "distinct");
    private static final Set<String> CAUSAL_LEVELS = Set.of("local", "majority", "snapshot");
    private static final BsonTimestamp NO_TIME = new BsonTimestamp(0);
    private static final int MOST_MEMBERS = 50;

    private Concerns() {}

    static void check(Request request, CommandShape command) {
        Document body = request.body();
        if (body.containsKey("readConcern")) {
            Object level = checkRead(body.get("readConcern"));
            if (!request.isInTransaction()) {
                checkReader(command, level);
            }
        }
        if (body.containsKey("writeConcern")) {
            if (!command.writes()) {
                throw invalid("Command does not support writeConcern");
            }
            checkWrite(body.get("writeConcern"));
        }
    }

    private static void checkReader(CommandShape command, @Nullable Object level) {
        boolean refused = level != null
                && !level.equals("local")
                && (!command.reads() || level.equals("snapshot") && !SNAPSHOT_READERS.contains(command.name()));
        if (refused) {
            throw invalid("Command " + command.name() + " does not support { readConcern: { level: \"" + level
                    + "\", provenance: \"clientSupplied\" } } :: caused by :: read concern not supported");
        }
    }

    private static @Nullable Object checkRead(@Nullable Object value) {
        if (!(value instanceof Document concern)) {
            throw parse("readConcern field should be an object");
        }
        for (Map.Entry<String, Object> entry : concern.entrySet()) {
            switch (entry.getKey()) {
                case "level", "provenance" -> {
                    if (!(entry.getValue() instanceof String)) {
                        throw wrongType(entry.getKey(), "string", entry.getValue());
                    }
                }
                case "afterClusterTime", "atClusterTime" -> {
                    if (!(entry.getValue() instanceof BsonTimestamp)) {
                        throw wrongType(entry.getKey(), "timestamp", entry.getValue());
                    }
                }
                default -> throw invalid("Unrecognized option in readConcern: " + entry.getKey());
            }
        }
        Object level = concern.get("level");
        if (level != null && !LEVELS.contains(level)) {
            throw parse("readConcern.level must be either 'local', 'majority', 'linearizable', 'available', or"
                    + " 'snapshot'");
        }
        checkTimes(concern, level);
        return level;
    }

    private static void checkTimes(Document concern, @Nullable Object level) {
        Object after = concern.get("afterClusterTime");
        Object at = concern.get("atClusterTime");
        if (after != null && at != null) {
            throw invalid("Specifying a timestamp for readConcern snapshot in a causally consistent session is not"
                    + " allowed. See https://docs.mongodb.com/manual/core/read-isolation-consistency-recency/"
                    + "#causal-consistency");
        }
        if (after != null && level != null && !CAUSAL_LEVELS.contains(level)) {
            throw invalid("afterClusterTime field can be set only if level is equal to majority, local, or snapshot");
        }
        if (at != null && !"snapshot".equals(level)) {
            throw invalid("\"atClusterTime\" field can be set only if \"level\" is equal to \"snapshot\"");
        }
        if (NO_TIME.equals(at) || NO_TIME.equals(after)) {
            throw invalid((at != null ? "atClusterTime" : "afterClusterTime") + " cannot be a null timestamp");
        }
    }

    private static void checkWrite(@Nullable Object value) {
        if (!(value instanceof Document concern)) {
            throw wrongType("writeConcern", "object", value);
        }
        for (Map.Entry<String, Object> entry : concern.entrySet()) {
            Object option = entry.getValue();
            switch (entry.getKey()) {
                case "w" -> checkMembers(option);
                case "j", "fsync" -> {
                    if (!FieldType.SAFE_BOOL.accepts(option)) {
                        throw parse(entry.getKey() + " must be numeric or a boolean value");
                    }
                }
                case "wtimeout" -> {
                    if (!FieldType.NUMBER.accepts(option)) {
                        throw parse("wtimeout must be a number, found: "
                                + BsonKind.of(option).label());
                    }
                }
                case "provenance" -> {
                    if (!(option instanceof String)) {
                        throw wrongType("provenance", "string", option);
                    }
                }
                default -> throw parse("unrecognized write concern field: " + entry.getKey());
            }
        }
        if (!Unsupported.asksForNothing(concern.get("j")) && !Unsupported.asksForNothing(concern.get("fsync"))) {
            throw parse("fsync and j options cannot be used together");
        }
    }

    private static void checkMembers(@Nullable Object members) {
        if (members instanceof Number number) {
            if (number.doubleValue() < 0 || number.doubleValue() > MOST_MEMBERS) {
                throw parse("w has to be a non-negative number and not greater than " + MOST_MEMBERS + "; found: "
                        + number.longValue());
            }
        } else if (members instanceof Document) {
            throw Unsupported.error("a writeConcern with tags in 'w'");
        } else if (!(members instanceof String)) {
            throw parse("w has to be a number or a string; found: "
                    + BsonKind.of(members).label());
        }
    }

    private static CommandError wrongType(String name, String expected, @Nullable Object found) {
        return new CommandError(
                ErrorCode.TYPE_MISMATCH,
                "\"" + name + "\" had the wrong type. Expected " + expected + ", found "
                        + BsonKind.of(found).label());
    }

    private static CommandError parse(String message) {
        return new CommandError(ErrorCode.FAILED_TO_PARSE, message);
    }

    private static CommandError invalid(String message) {
        return new CommandError(ErrorCode.INVALID_OPTIONS, message);
    }
}
