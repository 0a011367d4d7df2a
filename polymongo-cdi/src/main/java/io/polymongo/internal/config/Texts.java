package io.polymongo.internal.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns configured texts into values. Ours and not the runtime's converters, which differ. Each error is an
 * {@link IllegalArgumentException} whose message continues a sentence that begins with key and value.
 */
public final class Texts {

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

    private Texts() {}

    static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false; give one of them");
        };
    }

    static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is not a whole number; give one such as 10", e);
        }
    }

    /** {@code PT30S} or {@code 30s}. */
    public static Duration duration(String text) {
        String value = text.strip();
        try {
            Matcher matcher = SHORT_DURATION.matcher(value);
            if (matcher.matches()) {
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                };
            }
            return Duration.parse(value);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "is not a duration; give one with its unit, such as 500ms, 30s or PT30S", e);
        }
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        String value = text.strip();
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> named(constant).equals(value))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("has '" + Shown.text(value) + "'; give " + choices(type)));
    }

    static <E extends Enum<E>> Set<E> oneOrMore(Class<E> type, String text) {
        Set<E> values = new LinkedHashSet<>();
        for (String each : text.split(",", -1)) {
            values.add(oneOf(type, each));
        }
        return values;
    }

    /** Names separated by commas; whether they are valid is not looked at here. */
    static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : text.split(",", -1)) {
            if (each.isBlank()) {
                throw new IllegalArgumentException("has an empty name; give names separated by commas");
            }
            names.add(each.strip());
        }
        return names;
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is not a path; give a folder", e);
        }
    }

    private static <E extends Enum<E>> String choices(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Texts::named).collect(Collectors.joining(", "));
    }

    private static String named(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
