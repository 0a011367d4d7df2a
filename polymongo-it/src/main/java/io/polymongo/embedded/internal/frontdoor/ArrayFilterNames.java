package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Array filters, and the identifiers that they give to update paths. */
final class ArrayFilterNames {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z][a-zA-Z0-9]*");
    private static final String START = "Error parsing array filter :: caused by :: ";

    private ArrayFilterNames() {}

    /** Checks the filters, whose types have been checked, and gives their identifiers. */
    static Set<String> check(@Nullable Object arrayFilters) {
        Set<String> identifiers = new HashSet<>();
        if (!(arrayFilters instanceof Collection<?> filters)) {
            return identifiers;
        }
        for (Object element : filters) {
            if (element instanceof Document filter && !identifiers.add(identifier(filter))) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "Found multiple array filters with the same top-level field name " + identifier(filter));
            }
        }
        return identifiers;
    }

    private static String identifier(Document filter) {
        if (filter.isEmpty()) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE,
                    "Cannot use an expression without a top-level field name in arrayFilters");
        }
        String identifier = null;
        for (String path : filter.keySet()) {
            if (path.startsWith("$")) {
                throw Unsupported.error("operator " + path + " in arrayFilters");
            }
            String root = path.split("\\.", 2)[0];
            if (identifier != null && !identifier.equals(root)) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        START + "Expected a single top-level field name, found '" + identifier + "' and '" + root
                                + "'");
            }
            identifier = root;
        }
        if (identifier == null || !IDENTIFIER.matcher(identifier).matches()) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    START + "The top-level field name must be an alphanumeric string beginning with a lowercase letter,"
                            + " found '" + identifier + "'");
        }
        if (filter.size() > 1 && filter.containsKey(identifier)) {
            throw Unsupported.error("an array filter on '" + identifier + "' and on its fields");
        }
        Filters.check(filter);
        return identifier;
    }
}
