package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accumulators of {@code $group} and {@code $bucket}. */
final class Accumulators {

    static final Set<String> SUPPORTED =
            Set.of("$sum", "$min", "$max", "$avg", "$addToSet", "$push", "$first", "$last", "$count");

    static final Set<String> REFUSED = Set.of(
            "$accumulator",
            "$bottom",
            "$bottomN",
            "$firstN",
            "$lastN",
            "$maxN",
            "$median",
            "$mergeObjects",
            "$minN",
            "$percentile",
            "$stdDevPop",
            "$stdDevSamp",
            "$top",
            "$topN");

    private Accumulators() {}

    static void check(String field, @Nullable Object value, Set<String> variables) {
        if (field.startsWith("$")) {
            throw new CommandError(40236, "The field name '" + field + "' cannot be an operator name");
        }
        if (field.indexOf('.') >= 0) {
            throw new CommandError(40235, "The field name '" + field + "' cannot contain '.'");
        }
        if (!(value instanceof Document accumulator)) {
            throw new CommandError(40234, "The field '" + field + "' must be an accumulator object");
        }
        if (accumulator.size() != 1) {
            throw new CommandError(40238, "The field '" + field + "' must specify one accumulator");
        }
        Map.Entry<String, Object> entry = accumulator.entrySet().iterator().next();
        if (REFUSED.contains(entry.getKey())) {
            throw Unsupported.error("accumulator " + entry.getKey());
        }
        if (!SUPPORTED.contains(entry.getKey())) {
            throw new CommandError(15952, "unknown group operator '" + entry.getKey() + "'");
        }
        if (entry.getKey().equals("$count") && !new Document().equals(entry.getValue())) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "$count takes no arguments, i.e. $count:{}");
        }
        Expressions.check(entry.getValue(), variables);
    }
}
