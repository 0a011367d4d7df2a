package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.DocumentComparator;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts documents in order. */
public final class Sorting {

    private Sorting() {}

    /** The documents in the order of a sort, or as they are without one. */
    public static List<Document> sort(List<Document> documents, @Nullable Document order) {
        if (order == null || order.isEmpty()) {
            return documents;
        }
        List<Document> sorted = new ArrayList<>(documents);
        if (order.containsKey("$natural")) {
            if (order.get("$natural") instanceof Number direction && direction.intValue() < 0) {
                Collections.reverse(sorted);
            }
            return sorted;
        }
        order.forEach((field, direction) -> check(field, direction));
        EngineErrors.<@Nullable Object>run(() -> {
            sorted.sort(new DocumentComparator(order));
            return null;
        });
        return sorted;
    }

    private static void check(String field, @Nullable Object direction) {
        if (!(direction instanceof Number number)) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support the sort of '" + field + "' by " + direction);
        }
        if (number.doubleValue() != 1 && number.doubleValue() != -1) {
            throw new CommandError(15975, "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
        }
    }
}
