package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A lease that lasts from call to call, for one cursor or stream. Thread-safe. */
public final class OpenCursor {

    private static final int EXPIRED = -1;

    private final OpenCursors all;
    private final String what;
    private final PooledDatabase database;
    private final AutoCloseable resource;
    private final @Nullable Throwable where;

    /** Calls that are under way, or {@link #EXPIRED}. */
    private final AtomicInteger calls = new AtomicInteger();

    private final AtomicBoolean released = new AtomicBoolean();
    private @Nullable WeakReference<Object> user;
    private volatile long lastUsed;

    OpenCursor(
            OpenCursors all, String what, PooledDatabase database, AutoCloseable resource, @Nullable Throwable where) {
        this.all = all;
        this.what = what;
        this.database = database;
        this.resource = resource;
        this.where = where;
        this.lastUsed = all.now();
    }

    /** Says what the application holds in its hands: once that is gone, nobody will use this any more. */
    public void heldBy(Object handle) {
        user = new WeakReference<>(handle);
    }

    /**
     * Begins a call.
     *
     * @throws NotConnectedException if this was closed for want of use, or its client was closed
     */
    public void begin() {
        int now;
        do {
            now = calls.get();
            if (now == EXPIRED) {
                throw new NotConnectedException(
                        ErrorId.CURSOR_EXPIRED,
                        "the " + what + " in the database '" + database.name() + "' was not used for "
                                + OpenCursors.MOST_IDLE.toMinutes()
                                + " minutes and was closed; read a result to its end, or close it");
            }
            if (database.isEnded() && !released.get()) {
                throw database.pool().cutOff(null);
            }
        } while (!calls.compareAndSet(now, now + 1));
    }

    /** Ends a call. */
    public void end() {
        lastUsed = all.now();
        calls.decrementAndGet();
    }

    /** Gives the lease back; further calls do nothing. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            all.forget(this);
            database.giveBack();
        }
    }

    /** Ends it unless a call is under way; answers whether this ended it. */
    boolean expire() {
        return !released.get() && calls.compareAndSet(0, EXPIRED);
    }

    void closeResource() {
        try {
            resource.close();
        } catch (Exception e) {
            // The server forgets it by itself.
        } finally {
            release();
        }
    }

    long idleNanos() {
        return calls.get() == 0 ? all.now() - lastUsed : 0;
    }

    boolean isLost() {
        WeakReference<Object> held = user;
        return held != null && held.get() == null;
    }

    boolean isOn(OpenClient client) {
        return database.openClient() == client;
    }

    String pool() {
        return database.pool().name();
    }

    @Nullable
    Throwable where() {
        return where;
    }

    String description(boolean idle, boolean debug) {
        return (what.startsWith("u") ? "an " : "a ") + what + " in the database '" + database.name()
                + "' was never closed, and "
                + (idle
                        ? "not used for " + OpenCursors.MOST_IDLE.toMinutes() + " minutes"
                        : "its user has let go of it")
                + ": closed now; read results to their end, or close them"
                + (debug ? "" : " (polymongo.debug=true says where it was opened)");
    }
}
