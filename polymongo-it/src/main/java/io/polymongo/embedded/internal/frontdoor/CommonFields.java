package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that every command may have, beside its own. */
final class CommonFields {

    /** All their names. */
    static final Set<String> NAMES = Request.COMMON_FIELDS;

    private static final String INFORMATION = ". Information on supported commands and migrations in API Version 1 can"
            + " be found at https://dochub.mongodb.org/core/manual-versioned-api";

    private static final List<String> DOCUMENTS = List.of("$readPreference", "$clusterTime");

    /** Open, as is the next: each looks at its own among all fields of a command. */
    private static final Shape SESSION = Shape.of()
            .optional(
                    "lsid",
                    FieldType.OBJECT,
                    Shape.of()
                            .required("id", FieldType.UUID)
                            .optional("uid", FieldType.ANY)
                            .nested())
            .optional("txnNumber", FieldType.LONG)
            .optional("autocommit", FieldType.BOOL)
            .optional("startTransaction", FieldType.BOOL)
            .open();

    private static final Shape API = Shape.of()
            .optional("apiVersion", FieldType.STRING)
            .optional("apiStrict", FieldType.BOOL)
            .optional("apiDeprecationErrors", FieldType.BOOL)
            .open();

    private static final Shape READ_PREFERENCE = Shape.of()
            .required("mode", FieldType.STRING, (value, path) -> {
                if (!Set.of("primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest")
                        .contains(value)) {
                    throw new CommandError(
                            ErrorCode.FAILED_TO_PARSE, "Unrecognized read preference mode '" + value + "'");
                }
            })
            .optional("tags", FieldType.ARRAY)
            .optional("maxStalenessSeconds", FieldType.NUMBER)
            .optional("hedge", FieldType.OBJECT);

    private CommonFields() {}

    /** Checks all but the concerns. */
    static void check(Document body, CommandShape command) {
        SESSION.check("OperationSessionInfo", body, Set.of(), false);
        checkApi(body, command);
        for (String name : DOCUMENTS) {
            if (body.containsKey(name) && !(body.get(name) instanceof Document)) {
                throw new CommandError(
                        ErrorCode.TYPE_MISMATCH,
                        "\"" + name + "\" had the wrong type. Expected object, found "
                                + BsonKind.of(body.get(name)).label());
            }
        }
        if (body.get("$readPreference") instanceof Document preference) {
            READ_PREFERENCE.check("$readPreference", preference, Set.of(), false);
        }
        checkMaxTime(body.get("maxTimeMS"));
    }

    static boolean isStrict(Document body) {
        return Boolean.TRUE.equals(body.get("apiStrict"));
    }

    private static void checkApi(Document body, CommandShape command) {
        API.check("APIParametersFromClient", body, Set.of(), false);
        Object version = body.get("apiVersion");
        if (version == null) {
            for (String name : body.keySet()) {
                if (API.has(name)) {
                    throw new CommandError(4886600, "Provided " + name + " without passing apiVersion");
                }
            }
            return;
        }
        if (!"1".equals(version)) {
            throw new CommandError(ErrorCode.API_VERSION_ERROR, "API version must be \"1\"");
        }
        if (isStrict(body) && !command.stable()) {
            throw new CommandError(
                    ErrorCode.API_STRICT_ERROR,
                    "Provided apiStrict:true, but the command " + command.name() + " is not in API Version 1"
                            + INFORMATION);
        }
        checkDeprecation(body, command);
    }

    private static void checkDeprecation(Document body, CommandShape command) {
        if (Boolean.TRUE.equals(body.get("apiDeprecationErrors")) && TestCommands.isDeprecated(command)) {
            throw new CommandError(
                    ErrorCode.API_DEPRECATION_ERROR,
                    "Provided apiDeprecationErrors:true, but the command " + command.name()
                            + " is deprecated in API Version 1" + INFORMATION);
        }
    }

    private static void checkMaxTime(@Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!(value instanceof Number number)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "maxTimeMS must be a number");
        }
        double millis = number.doubleValue();
        if (millis != Math.rint(millis)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "maxTimeMS has non-integral value");
        }
        if (millis < 0 || millis > Integer.MAX_VALUE) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    number.longValue() + " value for maxTimeMS is out of range [0, " + Integer.MAX_VALUE + "]");
        }
    }
}
