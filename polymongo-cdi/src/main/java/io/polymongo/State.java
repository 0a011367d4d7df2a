package io.polymongo;

/** How a {@link PolyMongo} stands towards its cluster. */
public enum State {
    /** Nothing has been used yet; with {@code polymongo.cold-start=true} nothing connects before the first use. */
    NOT_INITIALIZED,
    /** A client exists, and no server can be selected yet or again, or no connection is ready. */
    CONNECTING,
    /** A server can be selected, and at least one connection became ready (authenticated). */
    CONNECTED,
    /** {@code disconnect()} or {@code close()} is under way. */
    DISCONNECTING,
    /** After {@code disconnect()} or {@code close()}. */
    DISCONNECTED
}
