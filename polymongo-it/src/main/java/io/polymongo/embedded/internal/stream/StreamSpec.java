package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client wrote into {@code $changeStream}, read and checked for itself. */
final class StreamSpec {

    /** Which document an update's event carries. */
    enum FullDocument {
        DEFAULT,
        UPDATE_LOOKUP,
        WHEN_AVAILABLE,
        REQUIRED
    }

    /** Whether events carry the document as it was. */
    enum Before {
        OFF,
        WHEN_AVAILABLE,
        REQUIRED
    }

    private static final Set<String> REFUSED_IF_TRUE = Set.of(
            "showMigrationEvents",
            "showSystemEvents",
            "showRawUpdateDescription",
            "allowToRunOnConfigDB",
            "allowToRunOnSystemNS");

    private FullDocument fullDocument = FullDocument.DEFAULT;
    private Before before = Before.OFF;
    private boolean expanded;
    private boolean wholeCluster;
    private @Nullable Document resumeAfter;
    private @Nullable Document startAfter;
    private @Nullable BsonTimestamp startAtOperationTime;

    private StreamSpec() {}

    /** Reads the stage's argument. */
    static StreamSpec of(@Nullable Object argument) {
        if (!(argument instanceof Document document)) {
            throw new CommandError(50808, "$changeStream stage expects a document as argument");
        }
        StreamSpec spec = new StreamSpec();
        document.forEach(spec::read);
        return spec;
    }

    FullDocument fullDocument() {
        return fullDocument;
    }

    Before before() {
        return before;
    }

    boolean expanded() {
        return expanded;
    }

    boolean wholeCluster() {
        return wholeCluster;
    }

    @Nullable
    Document resumeAfter() {
        return resumeAfter;
    }

    @Nullable
    Document startAfter() {
        return startAfter;
    }

    @Nullable
    BsonTimestamp startAtOperationTime() {
        return startAtOperationTime;
    }

    private void read(String field, @Nullable Object value) {
        switch (field) {
            case "fullDocument" -> fullDocument = choice(FullDocument.class, field, value);
            case "fullDocumentBeforeChange" -> before = choice(Before.class, field, value);
            case "showExpandedEvents" -> expanded = flag(field, value);
            case "allChangesForCluster" -> wholeCluster = flag(field, value);
            case "resumeAfter" -> resumeAfter = optional(Document.class, field, value, "object");
            case "startAfter" -> startAfter = optional(Document.class, field, value, "object");
            case "startAtOperationTime" ->
                startAtOperationTime = optional(BsonTimestamp.class, field, value, "timestamp");
            default -> readRefused(field, value);
        }
    }

    private static void readRefused(String field, @Nullable Object value) {
        if (!REFUSED_IF_TRUE.contains(field)) {
            throw new CommandError(40415, "BSON field '$changeStream." + field + "' is an unknown field.");
        }
        if (flag(field, value)) {
            throw StreamErrors.unsupported("'" + field + "'");
        }
    }

    private static boolean flag(String field, @Nullable Object value) {
        return Boolean.TRUE.equals(optional(Boolean.class, field, value, "bool"));
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String field, @Nullable Object value) {
        if (!(value instanceof String given)) {
            throw wrongType(field, value, "string");
        }
        for (E choice : type.getEnumConstants()) {
            if (camelCase(choice.name()).equals(given)) {
                return choice;
            }
        }
        throw new CommandError(
                ErrorCode.BAD_VALUE,
                "Enumeration value '" + given + "' for field '$changeStream." + field + "' is not a valid value.");
    }

    private static String camelCase(String name) {
        String[] words = name.toLowerCase(Locale.ROOT).split("_");
        StringBuilder result = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            result.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return result.toString();
    }

    private static <T> @Nullable T optional(Class<T> type, String field, @Nullable Object value, String typeName) {
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw wrongType(field, value, typeName);
        }
        return type.cast(value);
    }

    private static CommandError wrongType(String field, @Nullable Object value, String expected) {
        return new CommandError(
                ErrorCode.TYPE_MISMATCH,
                "BSON field '$changeStream." + field + "' is the wrong type '" + Utils.describeType(value)
                        + "', expected type '" + expected + "'");
    }
}
