package io.polymongo.internal.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line with the time in UTC, the level and the text; below it, indented, the stack trace if there is one, so that only
 * a line of the log begins with a time.
 */
final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord record) {
        return line(record.getInstant(), name(record.getLevel()), record.getMessage()) + trace(record.getThrown());
    }

    private static String line(Instant at, String level, String text) {
        return String.format("%s %-7s %s%n", TIME.format(at), level, PlainText.of(text));
    }

    /** As {@link System.Logger.Level} calls them. */
    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARNING";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }

    private static String trace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString()
                .lines()
                .map(line -> "    " + PlainText.of(line.replace("\t", "    ")) + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
