package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that read the server itself: its changes, operations and sessions. */
final class ServerStages {

    private static final Shape CHANGE_STREAM = Shape.of()
            .optional("fullDocument", FieldType.STRING, oneOf("default", "updateLookup", "whenAvailable", "required"))
            .optional("fullDocumentBeforeChange", FieldType.STRING, oneOf("off", "whenAvailable", "required"))
            .optional("resumeAfter", FieldType.OBJECT)
            .optional("startAfter", FieldType.OBJECT)
            .optional("startAtOperationTime", FieldType.TIMESTAMP)
            .optional("allChangesForCluster", FieldType.BOOL)
            .optional("showExpandedEvents", FieldType.BOOL)
            .unsupported(
                    FieldType.ANY,
                    "showMigrationEvents",
                    "showSystemEvents",
                    "allowToRunOnConfigDB",
                    "showRawUpdateDescription");

    private static final Shape STORAGE = Shape.of()
            .optional("scale", FieldType.NUMBER, CatalogueCommands::scale)
            .optional("verbose", FieldType.BOOL)
            .optional("waitForLock", FieldType.BOOL)
            .unsupported(FieldType.BOOL, "numericOnly");

    private static final Shape STATISTICS = Shape.of()
            .optional("count", FieldType.OBJECT)
            .optional("storageStats", FieldType.OBJECT, STORAGE.nested())
            .optional("latencyStats", FieldType.OBJECT, (value, path) -> {
                throw Unsupported.error("'" + path + "'");
            })
            .optional("queryExecStats", FieldType.OBJECT, (value, path) -> {
                throw Unsupported.error("'" + path + "'");
            });

    private static final Shape SESSIONS =
            Shape.of().optional("allUsers", FieldType.BOOL).unsupported(FieldType.ARRAY, "users");

    private static final Set<String> CURRENT_OP = Set.of(
            "allUsers", "idleConnections", "idleCursors", "idleSessions", "localOps", "truncateOps", "targetAllNodes");

    private static final Set<String> REFUSED_OF_CURRENT_OP = Set.of("idleCursors", "targetAllNodes");

    private ServerStages() {}

    static void changeStream(@Nullable Object value, Set<String> variables) {
        Document options = Stages.document(value, 50808, "$changeStream stage expects a document as argument");
        CHANGE_STREAM.check("$changeStream", options, Set.of(), false);
        if (options.get("resumeAfter") != null && options.get("startAfter") != null) {
            throw new CommandError(
                    50865, "Do not specify both 'resumeAfter' and 'startAfter' in a $changeStream stage");
        }
        if (options.get("startAtOperationTime") != null
                && (options.get("resumeAfter") != null || options.get("startAfter") != null)) {
            throw new CommandError(40674, "Only one type of resume option is allowed, but multiple were found.");
        }
    }

    static void splitLargeEvent(@Nullable Object value, Set<String> variables) {
        if (!(value instanceof Document document) || !document.isEmpty()) {
            throw new CommandError(7182800, "$changeStreamSplitLargeEvent spec should be an empty object");
        }
    }

    static void collectionStatistics(@Nullable Object value, Set<String> variables) {
        Document options = Stages.document(
                value,
                40166,
                "$collStats must take a nested object but found: $collStats: "
                        + BsonKind.of(value).label());
        STATISTICS.check("$collStats", options, Set.of(), false);
    }

    static void currentOp(@Nullable Object value, Set<String> variables) {
        Document options = Stages.document(
                value,
                ErrorCode.FAILED_TO_PARSE.code(),
                "$currentOp options must be specified in an object, but found: "
                        + BsonKind.of(value).label());
        for (Map.Entry<String, Object> entry : options.entrySet()) {
            if (!CURRENT_OP.contains(entry.getKey())) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE, "Unrecognized option '" + entry.getKey() + "' in $currentOp stage.");
            }
            if (!(entry.getValue() instanceof Boolean)) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "The '" + entry.getKey()
                                + "' parameter of the $currentOp stage must be a boolean value, but found: "
                                + BsonKind.of(entry.getValue()).label());
            }
            if (REFUSED_OF_CURRENT_OP.contains(entry.getKey())) {
                Unsupported.unlessNothing("'$currentOp." + entry.getKey() + "'", entry.getValue());
            }
        }
    }

    static void listLocalSessions(@Nullable Object value, Set<String> variables) {
        Document options = Stages.document(
                value,
                ErrorCode.TYPE_MISMATCH.code(),
                "$listLocalSessions options must be specified in an object, but found: "
                        + BsonKind.of(value).label());
        SESSIONS.check("$listLocalSessions", options, Set.of(), false);
    }

    private static Field.Check oneOf(String... values) {
        return (value, path) -> {
            if (!Set.of(values).contains(value)) {
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "Enumeration value '" + value + "' for field '" + path + "' is not a valid value.");
            }
        };
    }
}
