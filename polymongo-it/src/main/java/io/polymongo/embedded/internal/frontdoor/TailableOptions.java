package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.List;

/** What may stand beside {@code tailable} in a {@code find}. */
final class TailableOptions {

    private TailableOptions() {}

    static void check(Document find) {
        if (Unsupported.asksForNothing(find.get("tailable"))) {
            if (!Unsupported.asksForNothing(find.get("awaitData"))) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE, "Cannot set 'awaitData' without also setting 'tailable'");
            }
            return;
        }
        if (find.get("sort") instanceof Document sort && !sort.isEmpty() && !isNatural(sort)) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE, "cannot use tailable option with a sort other than {$natural: 1}");
        }
        if (!Unsupported.asksForNothing(find.get("singleBatch"))) {
            throw new CommandError(ErrorCode.BAD_VALUE, "cannot use tailable option with the 'singleBatch' option");
        }
        for (String window : List.of("skip", "limit")) {
            Unsupported.unlessNothing("'find." + window + "' of a tailable cursor", find.get(window));
        }
    }

    private static boolean isNatural(Document sort) {
        return sort.size() == 1 && sort.get("$natural") instanceof Number order && order.doubleValue() == 1;
    }
}
