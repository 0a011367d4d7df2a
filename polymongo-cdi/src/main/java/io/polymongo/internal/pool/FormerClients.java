package io.polymongo.internal.pool;

import io.polymongo.PolyMongoEvent;
import io.polymongo.internal.log.Log;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of a pool that take no new work any more, until they are closed. Thread-safe. */
final class FormerClients {

    private final String pool;
    private final PoolParts parts;
    private final Log log;
    private final Set<OpenClient> clients = ConcurrentHashMap.newKeySet();

    FormerClients(String pool, PoolParts parts, Log log) {
        this.pool = pool;
        this.parts = parts;
        this.log = log;
    }

    void add(OpenClient client) {
        clients.add(client);
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** Closes all, each when its work has ended, at the latest at a deadline. */
    void finishAll(long deadline) {
        drainAll(deadline);
        awaitClosed(deadline);
    }

    /** Begins to close each when its work has ended, at the latest at a deadline. */
    void drainAll(long deadline) {
        clients.forEach(client -> drain(client, deadline));
    }

    /** Waits after {@link #drainAll} until the driver has closed them, not much longer than up to the deadline. */
    void awaitClosed(long deadline) {
        clients.forEach(client -> awaitClosed(client, deadline));
    }

    /** Closes one when its work has ended, at the latest at a deadline. */
    void finish(OpenClient client, long deadline) {
        drain(client, deadline);
        awaitClosed(client, deadline);
    }

    private void drain(OpenClient client, long deadline) {
        long left = client.drain(deadline);
        if (left > 0 && !client.isEnded() && clients.contains(client)) {
            String text = "closing although " + left + " leases are out (calls, transactions, open cursors)";
            Throwable where = parts.cursors().whereOn(client);
            log.warning(where == null ? text : text + ", one of them", where);
        }
        client.close();
    }

    private void awaitClosed(OpenClient client, long deadline) {
        client.awaitClosed(deadline);
        if (clients.remove(client)) {
            log.info("closed");
            parts.events().accept(new PolyMongoEvent.PoolClosed(pool, Instant.now()));
        }
    }
}
