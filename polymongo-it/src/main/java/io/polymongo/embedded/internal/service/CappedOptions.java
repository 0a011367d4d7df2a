package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;

/** The options of a capped collection, as they are kept and listed. */
final class CappedOptions {

    private static final long UNIT = 256;

    private CappedOptions() {}

    static Document of(Call create) {
        if (!create.flag("capped")) {
            return new Document();
        }
        if (!(create.body().get("size") instanceof Number size)) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "the 'size' field is required when 'capped' is true");
        }
        Document options = new Document("capped", true).append("size", roundedUp(size.longValue()));
        if (create.body().get("max") instanceof Number max) {
            options.append("max", max.longValue());
        }
        return options;
    }

    private static long roundedUp(long size) {
        return (size + UNIT - 1) / UNIT * UNIT;
    }
}
