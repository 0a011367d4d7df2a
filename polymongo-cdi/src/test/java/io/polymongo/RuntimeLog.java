package io.polymongo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the runtime's log is told of {@code io.polymongo} while this is open, and nobody else. */
public final class RuntimeLog extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.polymongo");
    private final @Nullable Level before = logger.getLevel();
    private final boolean toParents = logger.getUseParentHandlers();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private RuntimeLog() {}

    /** Listens from a level on. */
    public static RuntimeLog at(Level level) {
        RuntimeLog log = new RuntimeLog();
        log.logger.setLevel(level);
        log.logger.setUseParentHandlers(false);
        log.logger.addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    /** Level, as {@link System.Logger} calls it, and text. */
    public List<String> lines() {
        return records.stream()
                .map(record -> name(record.getLevel()) + " " + record.getMessage())
                .toList();
    }

    /** With what was thrown. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    private static String name(Level level) {
        return level.equals(Level.FINE) ? "DEBUG" : level.equals(Level.SEVERE) ? "ERROR" : level.getName();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(toParents);
        logger.setLevel(before);
    }
}
