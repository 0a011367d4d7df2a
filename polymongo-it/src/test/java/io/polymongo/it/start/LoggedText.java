package io.polymongo.it.start;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Everything that any logger is told while this is open, at every level, with its errors. */
final class LoggedText extends Handler implements AutoCloseable {

    private static final List<String> LOGGERS = List.of("io.polymongo", "org.mongodb.driver");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers = LOGGERS.stream().map(Logger::getLogger).toList();
    private final List<@Nullable Level> levels =
            loggers.stream().map(Logger::getLevel).toList();

    LoggedText() {
        for (Logger logger : loggers) {
            logger.setLevel(Level.ALL);
            logger.addHandler(this);
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    List<String> lines(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    @Override
    public void publish(LogRecord line) {
        StringWriter text = new StringWriter();
        text.append(new SimpleFormatter().formatMessage(line));
        if (line.getThrown() != null) {
            line.getThrown().printStackTrace(new PrintWriter(text));
        }
        lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        for (int i = 0; i < loggers.size(); i++) {
            loggers.get(i).removeHandler(this);
            loggers.get(i).setLevel(levels.get(i));
        }
    }
}
