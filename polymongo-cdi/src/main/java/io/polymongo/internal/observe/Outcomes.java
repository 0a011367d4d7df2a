package io.polymongo.internal.observe;

import com.mongodb.MongoCommandException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How a command ended, without a text of the server's, which may quote data. */
final class Outcomes {

    private Outcomes() {}

    /** {@code ok}, or the first error of a write, which is part of an answer that is ok by itself. */
    static String of(@Nullable BsonDocument answer) {
        if (answer == null) {
            return "ok";
        }
        BsonValue errors = answer.get("writeErrors");
        if (errors != null && errors.isArray() && !errors.asArray().isEmpty()) {
            int count = errors.asArray().size();
            return "write error " + codeAndName(errors.asArray().get(0))
                    + (count > 1 ? " and " + (count - 1) + " more" : "");
        }
        BsonValue concern = answer.get("writeConcernError");
        return concern == null ? "ok" : "write concern error " + codeAndName(concern);
    }

    private static String codeAndName(BsonValue error) {
        if (!error.isDocument()) {
            return "unknown";
        }
        BsonValue code = error.asDocument().get("code");
        BsonValue name = error.asDocument().get("codeName");
        String number =
                code != null && code.isNumber() ? String.valueOf(code.asNumber().intValue()) : "unknown";
        return name != null && name.isString() ? number + " " + name.asString().getValue() : number;
    }

    /** The server's code and its name, else what kind of error it is. */
    static String of(Throwable error) {
        if (error instanceof MongoCommandException refused) {
            return ("error " + refused.getErrorCode() + " " + refused.getErrorCodeName()).strip();
        }
        return "error " + error.getClass().getSimpleName();
    }
}
