package io.polymongo.internal.pool;

import io.polymongo.State;
import java.time.Duration;

/** A pool as the readiness check sees it. Thread-safe. */
public interface Probeable {

    /** The pool's name. */
    String name();

    /** How it stands towards its cluster, without asking it. */
    State state();

    /** Whether it is to be asked: not where that would open what is closed for being idle. */
    boolean isProbed();

    /**
     * Whether a call would wait for a connection and not for a server: every server that it may go to is known to be there,
     * and has all its connections in use. Asks nobody.
     */
    boolean isExhausted();

    /**
     * Returns when a server answered.
     *
     * @param timeout the longest wait for server, connection and answer together
     * @throws RuntimeException why none did
     */
    void ping(Duration timeout);
}
