package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a command says of the Stable API; null where it says nothing, which is not the same as false. What follows in a
 * transaction or reads on from a cursor must say the same.
 */
public record ApiParameters(
        @Nullable String version,
        @Nullable Boolean strict,
        @Nullable Boolean deprecationErrors) {

    /** Of a command that says nothing. */
    public static final ApiParameters NONE = new ApiParameters(null, null, null);

    /** Those of a command that has passed the front door. */
    public static ApiParameters of(Request request) {
        Document body = request.body();
        return new ApiParameters(
                body.get("apiVersion") instanceof String version ? version : null,
                body.get("apiStrict") instanceof Boolean strict ? strict : null,
                body.get("apiDeprecationErrors") instanceof Boolean errors ? errors : null);
    }

    /**
     * Lets a later command pass if it says the same.
     *
     * @param first what the first command is called in the message
     * @throws CommandError 347
     */
    public void check(Request later, String first) {
        ApiParameters others = of(later);
        if (!equals(others)) {
            throw new CommandError(
                    ErrorCode.API_MISMATCH_ERROR,
                    "API parameter mismatch: " + later.name() + " used params " + others.fields() + ", the " + first
                            + " used " + fields());
        }
    }

    /** The fields as they were sent. */
    public Document fields() {
        Document fields = new Document();
        if (version != null) {
            fields.append("apiVersion", version);
        }
        if (strict != null) {
            fields.append("apiStrict", strict);
        }
        if (deprecationErrors != null) {
            fields.append("apiDeprecationErrors", deprecationErrors);
        }
        return fields;
    }
}
