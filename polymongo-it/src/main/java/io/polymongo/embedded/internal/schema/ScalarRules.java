package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.store.BsonOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keywords of strings and numbers. */
final class ScalarRules {

    private ScalarRules() {}

    static List<Rule> of(Document schema) {
        List<Rule> rules = new ArrayList<>();
        if (schema.containsKey("pattern")) {
            rules.add(pattern(schema));
        }
        if (schema.containsKey("maxLength")) {
            long most = Keywords.length(schema, "maxLength");
            rules.add(length(schema, "maxLength", length -> length <= most));
        }
        if (schema.containsKey("minLength")) {
            long least = Keywords.length(schema, "minLength");
            rules.add(length(schema, "minLength", length -> length >= least));
        }
        if (schema.containsKey("multipleOf")) {
            rules.add(multipleOf(schema));
        }
        bound(schema, "maximum", "exclusiveMaximum", order -> order < 0, rules);
        bound(schema, "minimum", "exclusiveMinimum", order -> order > 0, rules);
        return rules;
    }

    private static Rule pattern(Document schema) {
        if (!(schema.get("pattern") instanceof String text)) {
            throw Refusal.typeOf("pattern", "a string");
        }
        Pattern pattern = compile(text);
        return ofStrings(
                Keywords.failure("pattern", text),
                "regular expression did not match",
                value -> pattern.matcher(value).find());
    }

    static Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new CommandError(51091, "Regular expression is invalid: " + e.getDescription());
        }
    }

    private static Rule length(Document schema, String keyword, LongPredicate fits) {
        return ofStrings(
                Keywords.failure(keyword, schema.get(keyword)),
                "specified string length was not satisfied",
                value -> fits.test(value.codePointCount(0, value.length())));
    }

    private static Rule ofStrings(Document start, String reason, Predicate<String> test) {
        return value -> !(value instanceof String text) || test.test(text)
                ? List.of()
                : List.of(start.clone().append("reason", reason).append("consideredValue", value));
    }

    private static Rule ofNumbers(Document start, String reason, Predicate<Number> test) {
        return value -> !(value instanceof Number number) || test.test(number)
                ? List.of()
                : List.of(start.clone().append("reason", reason).append("consideredValue", value));
    }

    private static Rule multipleOf(Document schema) {
        Number of = Keywords.number(schema, "multipleOf");
        if (!(of.doubleValue() > 0)) {
            throw Refusal.parse("$jsonSchema keyword 'multipleOf' must have a positive value");
        }
        return ofNumbers(
                Keywords.failure("multipleOf", of),
                "considered value is not a multiple of the specified value",
                value -> Double.isFinite(value.doubleValue())
                        && Double.isFinite(of.doubleValue())
                        && exact(value).remainder(exact(of)).signum() == 0);
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof Decimal128 decimal) {
            return decimal.toBigDecimal();
        }
        // the shortest decimal that is this double, as MongoDB's conversion to decimals gives it
        return number instanceof Double || number instanceof Float
                ? BigDecimal.valueOf(number.doubleValue())
                : BigDecimal.valueOf(number.longValue());
    }

    private static void bound(
            Document schema, String keyword, String exclusiveKeyword, IntPredicate inside, List<Rule> rules) {
        if (!schema.containsKey(keyword)) {
            if (schema.containsKey(exclusiveKeyword)) {
                throw Refusal.parse("$jsonSchema keyword '" + keyword + "' must be a present if " + exclusiveKeyword
                        + " is present");
            }
            return;
        }
        Document start = Keywords.failure(keyword, schema.get(keyword));
        boolean exclusive = schema.containsKey(exclusiveKeyword) && Keywords.flag(schema, exclusiveKeyword);
        if (schema.containsKey(exclusiveKeyword) && start.get("specifiedAs") instanceof Document specified) {
            specified.append(exclusiveKeyword, exclusive);
        }
        Number bound = Keywords.number(schema, keyword);
        rules.add(ofNumbers(start, "comparison failed", value -> {
            boolean incomparable = isNaN(value) || isNaN(bound);
            if (incomparable) {
                return !exclusive && isNaN(value) && isNaN(bound);
            }
            int order = BsonOrder.INSTANCE.compare(value, bound);
            return inside.test(order) || order == 0 && !exclusive;
        }));
    }

    private static boolean isNaN(Number number) {
        return Double.isNaN(number.doubleValue());
    }
}
