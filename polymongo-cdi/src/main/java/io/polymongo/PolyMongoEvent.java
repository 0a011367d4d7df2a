package io.polymongo;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that happened to a pool. Told to the listeners of {@link PolyMongo#onEvent} and, in a container, to observers
 * of this type or of one of its kinds ({@code @Observes} and {@code @ObservesAsync}).
 *
 * <p>Immutable, without secrets. More kinds follow with later versions: a {@code switch} needs a default.
 */
public sealed interface PolyMongoEvent {

    /**
     * The pool it happened to.
     *
     * @return its name; {@code shared} for the shared one
     */
    String pool();

    /**
     * When it happened.
     *
     * @return by the clock of this machine
     */
    Instant at();

    /**
     * The pool can serve: a server can be selected, and a connection is ready.
     *
     * @param pool the pool's name
     * @param at when
     */
    record Connected(String pool, Instant at) implements PolyMongoEvent {

        /** Checks that all is there. */
        public Connected {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * The pool was connected, and is no more: it lost its servers, or it was closed.
     *
     * @param pool the pool's name
     * @param at when
     */
    record Disconnected(String pool, Instant at) implements PolyMongoEvent {

        /** Checks that all is there. */
        public Disconnected {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * The pool could not connect.
     *
     * @param pool the pool's name
     * @param at when
     * @param reason why, for people; without secrets, and not to be parsed
     */
    record Failed(String pool, Instant at, String reason) implements PolyMongoEvent {

        /** Checks that all is there. */
        public Failed {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The pool has a client; it need not be connected yet.
     *
     * @param pool the pool's name
     * @param at when
     */
    record PoolOpened(String pool, Instant at) implements PolyMongoEvent {

        /** Checks that all is there. */
        public PoolOpened {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * The pool's client was closed.
     *
     * @param pool the pool's name
     * @param at when
     */
    record PoolClosed(String pool, Instant at) implements PolyMongoEvent {

        /** Checks that all is there. */
        public PoolClosed {
            Objects.requireNonNull(pool, "pool");
            Objects.requireNonNull(at, "at");
        }
    }
}
