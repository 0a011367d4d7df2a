package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.backend.BsonType;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a command that is answered here, before the front door has looked at it: absent ones are null, those of a
 * wrong type an error.
 *
 * @param command the command's name, for errors
 * @param body where the fields are
 */
record Fields(String command, Document body) {

    private static final String NUMBERS = "types '[long, int, decimal, double]'";

    @Nullable
    Document document(String name) {
        Object value = body.get(name);
        if (value != null && !(value instanceof Document)) {
            throw wrongType(name, value, "type 'object'");
        }
        return (Document) value;
    }

    @Nullable
    String string(String name) {
        Object value = body.get(name);
        if (value != null && !(value instanceof String)) {
            throw wrongType(name, value, "type 'string'");
        }
        return (String) value;
    }

    @Nullable
    Long integer(String name) {
        Object value = body.get(name);
        if (value != null && !(value instanceof Number)) {
            throw wrongType(name, value, NUMBERS);
        }
        return value == null ? null : ((Number) value).longValue();
    }

    /** True for true and for a number that is not 0. */
    @Nullable
    Boolean bool(String name) {
        Object value = body.get(name);
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value != null && !(value instanceof Boolean)) {
            throw wrongType(name, value, "types '[bool, long, int, decimal, double]'");
        }
        return (Boolean) value;
    }

    <T> T required(String name, Class<T> type, String typeName) {
        Object value = body.get(name);
        if (value == null) {
            throw new CommandError(40414, "BSON field '" + path(name) + "' is missing but a required field");
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, value, "type '" + typeName + "'");
        }
        return type.cast(value);
    }

    /** A field's whole name. */
    String path(String name) {
        return command + "." + name;
    }

    private CommandError wrongType(String name, Object value, String expected) {
        return new CommandError(
                ErrorCode.TYPE_MISMATCH,
                "BSON field '" + path(name) + "' is the wrong type '" + typeOf(value) + "', expected " + expected);
    }

    private static String typeOf(Object value) {
        return Arrays.stream(BsonType.values())
                .filter(type -> type.matches(value))
                .map(BsonType::getAlias)
                .findFirst()
                .orElseGet(() -> value.getClass().getSimpleName());
    }
}
