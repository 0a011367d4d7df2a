package io.polymongo.internal.pool;

import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.State;
import org.jspecify.annotations.Nullable;

/**
 * Whether there may be clients at all. Who opens one asks under its pool's lock, which those who close take. To ask is
 * thread-safe; what changes it is done by one thread at a time.
 */
final class Gate {

    private enum Phase {
        OPEN,
        DISCONNECTING,
        DISCONNECTED,
        CLOSING,
        CLOSED
    }

    private volatile Phase phase = Phase.OPEN;

    /** How many disconnect at this moment. */
    private int disconnecting;

    /** Refuses where nothing may be opened. */
    void requireOpen() {
        switch (phase) {
            case OPEN -> {}
            case DISCONNECTING, DISCONNECTED ->
                throw new NotConnectedException(
                        ErrorId.DISCONNECTED, "this PolyMongo was disconnected; call connect() first");
            case CLOSING, CLOSED ->
                throw new NotConnectedException(ErrorId.CLOSED, "this PolyMongo was closed; make a new one");
        }
    }

    /** Opens again after {@link #disconnected}. */
    void open() {
        if (phase == Phase.DISCONNECTED) {
            phase = Phase.OPEN;
        }
        requireOpen();
    }

    /** Refuses from now on; {@link #disconnected} follows. */
    void disconnecting() {
        disconnecting++;
        if (phase == Phase.OPEN) {
            phase = Phase.DISCONNECTING;
        }
    }

    /** The last one's end is the end: nobody's clients are closed who has connected in between. */
    void disconnected() {
        disconnecting--;
        if (phase == Phase.DISCONNECTING && disconnecting == 0) {
            phase = Phase.DISCONNECTED;
        }
    }

    /** Refuses for good; answers false where that is so already. */
    boolean closing() {
        if (phase == Phase.CLOSING || phase == Phase.CLOSED) {
            return false;
        }
        phase = Phase.CLOSING;
        return true;
    }

    void closed() {
        phase = Phase.CLOSED;
    }

    /** What is to be said of all pools, or null where each may say it for itself. */
    @Nullable
    State state() {
        return switch (phase) {
            case OPEN -> null;
            case DISCONNECTING, CLOSING -> State.DISCONNECTING;
            case DISCONNECTED, CLOSED -> State.DISCONNECTED;
        };
    }
}
