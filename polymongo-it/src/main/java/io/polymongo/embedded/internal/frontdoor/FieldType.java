package io.polymongo.embedded.internal.frontdoor;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a field may hold, and what MongoDB answers when it holds something else. */
enum FieldType {
    ANY,
    STRING(BsonKind.STRING),
    OBJECT(BsonKind.OBJECT),
    /** The documents of {@code find}, which have a message of their own. */
    FIND_OBJECT(BsonKind.OBJECT),
    ARRAY(BsonKind.ARRAY),
    BOOL(BsonKind.BOOL),
    LONG(BsonKind.LONG),
    INT(BsonKind.INT),
    UUID(BsonKind.BINARY),
    BINARY(BsonKind.BINARY),
    TIMESTAMP(BsonKind.TIMESTAMP),
    NUMBER(BsonKind.LONG, BsonKind.INT, BsonKind.DECIMAL, BsonKind.DOUBLE),
    SAFE_BOOL(BsonKind.BOOL, BsonKind.LONG, BsonKind.INT, BsonKind.DECIMAL, BsonKind.DOUBLE),
    STRING_OR_OBJECT(BsonKind.STRING, BsonKind.OBJECT),
    STRING_OR_ARRAY(BsonKind.STRING, BsonKind.ARRAY),
    STRING_OR_NUMBER(BsonKind.STRING, BsonKind.LONG, BsonKind.INT, BsonKind.DECIMAL, BsonKind.DOUBLE),
    HINT(BsonKind.STRING, BsonKind.OBJECT);

    private final List<BsonKind> kinds;

    FieldType(BsonKind... kinds) {
        this.kinds = List.of(kinds);
    }

    boolean accepts(@Nullable Object value) {
        return this == ANY || kinds.contains(BsonKind.of(value));
    }

    /** Refuses a value of another type. */
    void check(String path, String name, @Nullable Object value) {
        if (!accepts(value)) {
            throw mismatch(path, name, value);
        }
    }

    private CommandError mismatch(String path, String name, @Nullable Object value) {
        if (this == HINT) {
            return new CommandError(ErrorCode.FAILED_TO_PARSE, "Hint must be a string or an object");
        }
        if (this == FIND_OBJECT) {
            // MongoDB leaves the space out as well.
            return new CommandError(ErrorCode.TYPE_MISMATCH, "Expected field " + name + "to be of type object");
        }
        String wrong = "BSON field '" + path + "' is the wrong type '"
                + BsonKind.of(value).label() + "', expected type";
        if (kinds.size() == 1) {
            return new CommandError(
                    ErrorCode.TYPE_MISMATCH, wrong + " '" + kinds.get(0).label() + "'");
        }
        String list = kinds.stream().map(BsonKind::label).collect(Collectors.joining(", "));
        // The quote stands before the bracket in MongoDB 7.0.
        return new CommandError(ErrorCode.TYPE_MISMATCH, wrong + "s '[" + list + "']");
    }
}
