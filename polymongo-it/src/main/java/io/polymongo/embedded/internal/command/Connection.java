package io.polymongo.embedded.internal.command;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client's connection to one member, and what the client said of itself on it. Thread-safe. */
public interface Connection {

    /** Its number, unique in the process. */
    int id();

    /** Where the client is: host and port. */
    String remoteAddress();

    /** Whether it is open. */
    boolean isOpen();

    /** Which member it leads to, from 0. */
    int member();

    /** What the client called itself in its first handshake, or null. */
    @Nullable
    String applicationName();

    /** Remembers what the client called itself. */
    void applicationName(@Nullable String name);

    /** Something that another package keeps with the connection, or null; one object for each class. */
    <T> @Nullable T attribute(Class<T> type);

    /** Keeps something with the connection, or forgets it. */
    <T> void attribute(Class<T> type, @Nullable T value);

    /** Does what changes nothing, such as waiting, and interrupts the thread when the client is gone: nobody would know. */
    <T> T untilGone(Supplier<T> work);

    /** Closes it without an answer. */
    void close();
}
