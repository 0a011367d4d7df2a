package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.frontdoor.ExpressionOperators.Arguments;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of the expressions that take a document of options. */
final class ExpressionOptions {

    private static final Set<Object> CONVERSIONS =
            Set.of("double", "string", "objectId", "bool", "date", "int", "long", 1, 2, 7, 8, 9, 16, 18);
    private static final String DATE_PARTS = "YmdHMSLjuVz";

    private ExpressionOptions() {}

    /** An operator whose options are all required expressions, with variables of its own. */
    static Arguments options(String name, int unknown, Set<String> required, Set<String> own) {
        return (arguments, variables) -> {
            Document document = document(name, arguments);
            checkNames(name, unknown, document, required, required, Set.of());
            refuseShadowing(name, variables, own);
            document.forEach((option, value) -> {
                Set<String> visible = option.equals("in") ? union(variables, own) : variables;
                Expressions.check(value, visible);
            });
        };
    }

    /** {@code $filter} and {@code $map}: an expression for each element, which {@code as} names. */
    static Arguments perElement(String name, int unknown, Set<String> required, String inner, Set<String> refused) {
        return (arguments, variables) -> {
            Document document = document(name, arguments);
            Set<String> allowed = new HashSet<>(required);
            allowed.add("as");
            checkNames(name, unknown, document, required, allowed, refused);
            Object as = document.containsKey("as") ? document.get("as") : "this";
            if (!(as instanceof String variable) || variable.isEmpty()) {
                throw new CommandError(16866, "empty variable names are not allowed");
            }
            if (!Character.isLowerCase(variable.charAt(0)) && variable.charAt(0) < 128) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "'" + variable + "' starts with an invalid character for a user variable name");
            }
            refuseShadowing(name, variables, Set.of(variable));
            Expressions.check(document.get("input"), variables);
            Expressions.check(document.get(inner), Expressions.with(variables, variable));
        };
    }

    static void cond(@Nullable Object arguments, Set<String> variables) {
        if (arguments instanceof Document document) {
            Set<String> names = Set.of("if", "then", "else");
            checkNames("$cond", 17083, document, names, names, Set.of());
            document.values().forEach(value -> Expressions.check(value, variables));
            return;
        }
        int given = arguments instanceof Collection<?> list ? list.size() : 1;
        if (given != 3) {
            throw new CommandError(16020, "Expression $cond takes exactly 3 arguments. " + given + " were passed in.");
        }
        Expressions.checkArguments(arguments, variables);
    }

    static Arguments convert() {
        return (arguments, variables) -> {
            Document document = document("$convert", arguments);
            Set<String> allowed = Set.of("input", "to", "onError", "onNull");
            checkNames("$convert", 9, document, Set.of("input", "to"), allowed, Set.of("format", "byteOrder"));
            Object to = document.get("to");
            if (to == null || !CONVERSIONS.contains(to)) {
                throw Unsupported.error("$convert to " + to);
            }
            document.values().forEach(value -> Expressions.check(value, variables));
        };
    }

    static Arguments dateToString() {
        return (arguments, variables) -> {
            Document document = document("$dateToString", arguments);
            Set<String> allowed = Set.of("date", "format", "timezone", "onNull");
            checkNames("$dateToString", 18534, document, Set.of("date"), allowed, Set.of());
            if (document.containsKey("format")) {
                checkFormat(document.get("format"));
            }
            document.values().forEach(value -> Expressions.check(value, variables));
        };
    }

    static Arguments datePart(String name) {
        return (arguments, variables) -> {
            if (arguments instanceof Document document && document.containsKey("date")) {
                document.keySet().stream()
                        .filter(option -> !Set.of("date", "timezone").contains(option))
                        .findFirst()
                        .ifPresent(option -> {
                            throw new CommandError(40535, "unrecognized option to " + name + ": \"" + option + "\"");
                        });
                Object zone = document.getOrDefault("timezone", "UTC");
                if (!(zone instanceof String text) || text.startsWith("$")) {
                    throw Unsupported.error(name + " with a timezone that is not a constant string");
                }
                Expressions.check(document.get("date"), variables);
                return;
            }
            if (arguments instanceof Document document && !Expressions.isOperator(document)) {
                throw new CommandError(40539, "missing 'date' argument to " + name + ", provided: " + document);
            }
            if (arguments instanceof Collection<?> list && list.size() != 1) {
                throw new CommandError(
                        40536, name + " accepts exactly one argument if given an array, but was given " + list.size());
            }
            Expressions.checkArguments(arguments, variables);
        };
    }

    /** The engine evaluates the objects that it has just read, so their strings must not look like paths. */
    static Arguments literal() {
        return (arguments, variables) -> {
            if (arguments instanceof Document && !Expressions.isConstant(arguments)) {
                throw Unsupported.error("$literal with an object that has $-prefixed strings or fields");
            }
        };
    }

    private static void checkFormat(@Nullable Object format) {
        if (!(format instanceof String text) || text.startsWith("$")) {
            throw Unsupported.error("$dateToString with a format that is not a constant string");
        }
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 2)) {
            if (at + 1 == text.length()) {
                throw new CommandError(18535, "Unmatched '%' at end of format string");
            }
            char part = text.charAt(at + 1);
            if ("GwUZ%Bb".indexOf(part) >= 0) {
                throw Unsupported.error("%" + part + " in a $dateToString format");
            }
            if (DATE_PARTS.indexOf(part) < 0) {
                throw new CommandError(18536, "Invalid format character '%" + part + "' in format string");
            }
        }
    }

    private static Document document(String name, @Nullable Object arguments) {
        if (!(arguments instanceof Document document)) {
            int code = Map.of("$filter", 28646, "$map", 16878, "$reduce", 40075, "$dateToString", 18629)
                    .getOrDefault(name, ErrorCode.FAILED_TO_PARSE.code());
            throw new CommandError(code, name + " only supports an object as its argument");
        }
        return document;
    }

    private static void checkNames(
            String operator,
            int unknown,
            Document document,
            Set<String> required,
            Set<String> allowed,
            Set<String> refused) {
        for (String name : document.keySet()) {
            if (refused.contains(name)) {
                throw Unsupported.error("option '" + name + "' of " + operator);
            }
            if (!allowed.contains(name)) {
                throw new CommandError(
                        unknown,
                        unknown == ErrorCode.FAILED_TO_PARSE.code()
                                ? operator + " found an unknown argument: " + name
                                : "Unrecognized parameter to " + operator + ": " + name);
            }
        }
        for (String name : required) {
            if (!document.containsKey(name)) {
                throw new CommandError(missingCode(operator, name), "Missing '" + name + "' parameter to " + operator);
            }
        }
    }

    private static int missingCode(String operator, String option) {
        return switch (operator) {
            case "$filter" -> option.equals("input") ? 28648 : 28650;
            case "$map" -> option.equals("input") ? 16880 : 16882;
            case "$reduce" -> option.equals("input") ? 40077 : option.equals("in") ? 40079 : 40078;
            case "$cond" -> option.equals("if") ? 17080 : option.equals("then") ? 17081 : 17082;
            case "$dateToString" -> 18628;
            default -> ErrorCode.FAILED_TO_PARSE.code();
        };
    }

    /** The engine keeps variables in the document and fails on the second of a name. */
    private static void refuseShadowing(String operator, Set<String> outer, Set<String> own) {
        for (String variable : own) {
            if (outer.contains(variable)) {
                throw Unsupported.error("variable $$" + variable + " of " + operator + " inside another of that name");
            }
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }
}
