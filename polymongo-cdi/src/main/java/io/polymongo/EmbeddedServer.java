package io.polymongo;

/**
 * A MongoDB server in the same process, for development and tests: what {@code polymongo.uri=embedded} starts. Found
 * through {@link java.util.ServiceLoader}; {@code polymongo-it} has one.
 */
public interface EmbeddedServer {

    /**
     * Starts a new server on a free loopback port.
     *
     * @return the running server; whoever started it closes it
     */
    Running start();

    /** A server that was started. Thread-safe. */
    interface Running extends AutoCloseable {

        /**
         * How to reach it.
         *
         * @return a {@code mongodb://} URI
         */
        String connectionString();

        /** Ends the server and forgets its data; further calls do nothing. */
        @Override
        void close();
    }
}
