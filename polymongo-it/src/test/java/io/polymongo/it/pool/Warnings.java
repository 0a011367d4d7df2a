package io.polymongo.it.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What PolyMongo warns of while this is open. */
final class Warnings extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.polymongo");
    private final List<LogRecord> seen = new CopyOnWriteArrayList<>();

    Warnings() {
        logger.addHandler(this);
    }

    /** Those that tell of something. */
    List<LogRecord> of(String part) {
        return seen.stream().filter(each -> each.getMessage().contains(part)).toList();
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
            seen.add(line);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
