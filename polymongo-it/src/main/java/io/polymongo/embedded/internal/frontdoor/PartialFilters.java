package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters of partial indexes, which may have some operators only. */
final class PartialFilters {

    private static final Set<String> OPERATORS = Set.of("$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$type", "$exists");

    private PartialFilters() {}

    static void check(@Nullable Object filter) {
        Filters.check(filter);
        if (filter instanceof Document document) {
            document.forEach(PartialFilters::checkPart);
        }
    }

    private static void checkPart(String name, @Nullable Object value) {
        if (name.equals("$and") || name.equals("$or")) {
            if (value instanceof Collection<?> branches) {
                branches.forEach(PartialFilters::check);
            }
        } else if (name.startsWith("$")) {
            throw unsupported(name);
        } else if (value instanceof Document operators && Filters.isOperators(operators)) {
            for (Map.Entry<String, Object> entry : operators.entrySet()) {
                boolean absent = entry.getKey().equals("$exists") && Unsupported.asksForNothing(entry.getValue());
                if (absent || !OPERATORS.contains(entry.getKey())) {
                    throw unsupported(entry.getKey());
                }
            }
        }
    }

    private static CommandError unsupported(String operator) {
        return new CommandError(
                ErrorCode.CANNOT_CREATE_INDEX, "Expression not supported in partial index: " + operator);
    }
}
