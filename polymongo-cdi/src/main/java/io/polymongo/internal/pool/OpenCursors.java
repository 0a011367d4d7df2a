package io.polymongo.internal.pool;

import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds a lease between calls: cursors of which the server has more, and GridFS streams. One that nobody uses any
 * more is closed, so that it does not hold its pool for ever. Thread-safe.
 */
public final class OpenCursors {

    /** After which the server, too, forgets a cursor that is not read. */
    public static final Duration MOST_IDLE = Duration.ofMinutes(10);

    private final Set<OpenCursor> open = ConcurrentHashMap.newKeySet();
    private final boolean debug;
    private final LongSupplier ticker;
    private final Log log;

    /**
     * Begins with none.
     *
     * @param debug whether to remember where each was opened
     * @param ticker the time in nanoseconds
     */
    OpenCursors(boolean debug, LongSupplier ticker, Log log) {
        this.debug = debug;
        this.ticker = ticker;
        this.log = log;
    }

    /**
     * Takes over a lease for something that was opened.
     *
     * @param what what it is, for messages
     * @param database leased; given back with {@link OpenCursor#release}
     * @param resource the driver's object
     */
    public OpenCursor opened(String what, PooledDatabase database, AutoCloseable resource) {
        Throwable where = debug ? new Throwable("opened here") : null;
        OpenCursor cursor = new OpenCursor(this, what, database, resource, where);
        open.add(cursor);
        return cursor;
    }

    /** Closes what was not used for too long, or cannot be used any more since its user has let go of it. */
    void sweep() {
        for (OpenCursor cursor : open) {
            boolean idle = cursor.idleNanos() >= MOST_IDLE.toNanos();
            if ((idle || cursor.isLost()) && cursor.expire()) {
                warn(cursor, cursor.description(idle, debug));
                cursor.closeResource();
            }
        }
    }

    private void warn(OpenCursor cursor, String text) {
        Log ofPool = log.ofPool(cursor.pool());
        Throwable where = cursor.where();
        if (where != null) {
            ofPool.warning(text, where);
        } else {
            ofPool.warning(text);
        }
    }

    void forget(OpenCursor cursor) {
        open.remove(cursor);
    }

    void forgetAll(OpenClient client) {
        open.removeIf(cursor -> cursor.isOn(client));
    }

    long now() {
        return ticker.getAsLong();
    }

    /** Where the last of a client's was opened, for a message; null if none is open, or nobody remembers. */
    @Nullable
    Throwable whereOn(OpenClient client) {
        for (OpenCursor cursor : open) {
            if (cursor.isOn(client) && cursor.where() != null) {
                return cursor.where();
            }
        }
        return null;
    }
}
