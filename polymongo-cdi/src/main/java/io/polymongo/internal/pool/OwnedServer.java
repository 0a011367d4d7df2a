package io.polymongo.internal.pool;

import io.polymongo.EmbeddedServer;
import io.polymongo.internal.log.Log;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An embedded server, started at the first use and kept, whatever becomes of clients, until it is closed. Thread-safe. */
final class OwnedServer implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private EmbeddedServer.@Nullable Running running;

    /** Its URI; starts it if it is not running. */
    String connectionString(Log log) {
        lock.lock();
        try {
            EmbeddedServer.Running server = running;
            if (server == null) {
                server = EmbeddedServers.start();
                running = server;
                log.warning("serving from an embedded server at " + server.connectionString()
                        + ": for development and tests, nothing is kept");
            }
            return server.connectionString();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            EmbeddedServer.Running server = running;
            running = null;
            if (server != null) {
                server.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
