package io.polymongo.internal.pool;

import com.mongodb.client.MongoClient;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A database on one client of its pool, and the work that is in progress on it. Who uses the client takes a lease
 * ({@link #take}) before and gives it back after; when the client closes, its databases are replaced by others. Thread-safe.
 */
public final class PooledDatabase {

    private final String name;
    private final OpenClient client;
    private final Leases leases = new Leases();
    private final AtomicBoolean dropping = new AtomicBoolean();

    PooledDatabase(String name, OpenClient client) {
        this.name = name;
        this.client = client;
    }

    /** The database's name. */
    public String name() {
        return name;
    }

    /** Its pool. */
    public Pool pool() {
        return client.pool();
    }

    /** The client, to be used under a lease. */
    public MongoClient client() {
        return client.client();
    }

    /** Takes a lease, or answers false where this object is of no use any more, or not at present. */
    public boolean take() {
        if (leases.take()) {
            return true;
        }
        // It was counted for a moment, in which whoever was the last one out may not have known that it was.
        client.signal();
        return false;
    }

    /** Takes a lease for what belongs to work in progress; answers false only when the client has closed. */
    public boolean takeWithin() {
        return leases.takeWithin();
    }

    /** Gives a lease back. */
    public void giveBack() {
        if (leases.giveBack()) {
            client.signal();
        }
    }

    /** Whether the client has closed: nothing can be done with it any more. */
    public boolean isEnded() {
        return leases.isEnded();
    }

    /** A database of the same client, for work in progress. */
    public PooledDatabase sibling(String other) {
        return other.equals(name) ? this : client.databases().admitted(other);
    }

    /** What the driver says of a client that was closed under somebody's hands, in our words; else the same. */
    public RuntimeException toldOf(IllegalStateException said) {
        return client.toldOf(said);
    }

    /** Watches over a cursor, stream or the like that holds a lease on this database. */
    public OpenCursors cursors() {
        return client.cursors();
    }

    Leases leases() {
        return leases;
    }

    OpenClient openClient() {
        return client;
    }

    boolean isDropping() {
        return dropping.get();
    }

    /** Answers false where somebody drops it already. */
    boolean beginDropping() {
        return dropping.compareAndSet(false, true);
    }

    void endDropping() {
        dropping.set(false);
    }
}
