package io.polymongo.embedded;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.polymongo.EmbeddedServer;
import java.net.InetSocketAddress;

/**
 * A running server on loopback, with its data in memory: a standalone without sessions, transactions or change streams.
 * Thread-safe.
 */
public final class EmbeddedMongo implements EmbeddedServer.Running {

    private final MongoServer server;
    private final InetSocketAddress address;

    private EmbeddedMongo(MongoServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Describes a server.
     *
     * @return a builder with every default in place
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String connectionString() {
        return "mongodb://" + address.getHostString() + ":" + address.getPort();
    }

    /**
     * Where it listens.
     *
     * @return the TCP port on loopback
     */
    public int port() {
        return address.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Describes a server. Not thread-safe. */
    public static final class Builder {

        private int port;

        private Builder() {}

        /**
         * Sets the port.
         *
         * @param value a TCP port, or 0 (the default) for one that is free
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server; whoever started it closes it
         */
        public EmbeddedMongo start() {
            MongoServer server = new MongoServer(new MemoryBackend());
            try {
                server.bind("127.0.0.1", port);
                return new EmbeddedMongo(server, server.getLocalAddress());
            } catch (RuntimeException e) {
                server.shutdownNow();
                throw e;
            }
        }
    }
}
