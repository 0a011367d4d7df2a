package io.polymongo.embedded.internal.command;

/**
 * The connection was closed on purpose while a command ran on it: there is no answer to write. Not an error of the
 * server: no stack trace is kept.
 */
public final class ConnectionClosed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Closes a connection, and says so to whoever would answer on it. */
    public ConnectionClosed(Connection connection) {
        super("connection " + connection.id() + " was closed by a fault", null, false, false);
        connection.close();
    }
}
