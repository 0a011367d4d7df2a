package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All data of the replica set. One lock guards it; commits happen under it, in the order of the oplog. Thread-safe
 * through {@link #locked}.
 */
public final class Store {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Tries, a few microseconds in all: less than it costs to hand over to another thread. */
    private static final int TRIES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Condition tailsWake = lock.newCondition();
    private final Oplog oplog;
    private final Snapshots snapshots = new Snapshots();
    private final Catalog catalog;
    private long sequence;
    private long lastOrder;
    private long interruptions;
    private boolean closed;

    /** An empty store that tells a log of its changes. */
    public Store(Oplog oplog) {
        this.oplog = oplog;
        this.catalog = new Catalog(this);
    }

    /** Does something while nobody else reads or writes. */
    public <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something if nobody else reads or writes, now or in a moment; null if somebody does, and nothing was done. */
    public <T> @Nullable T lockedIfFree(Supplier<T> action) {
        if (!tryLock()) {
            return null;
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private boolean tryLock() {
        for (int i = 0; i < TRIES; i++) {
            if (lock.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** The databases and collections. */
    public Catalog catalog() {
        return catalog;
    }

    /** The time of the latest commit. */
    public BsonTimestamp latestTimestamp() {
        return oplog.latestTimestamp();
    }

    /** Begins a transaction that sees what is committed now. */
    public Workspace begin() {
        snapshots.open(sequence);
        return new Workspace(sequence);
    }

    /** Keeps what is committed now readable until {@link #unpin}. */
    public View pin() {
        snapshots.open(sequence);
        return new View(sequence, null);
    }

    /** Ends that. */
    public void unpin(View pinned) {
        snapshots.close(pinned.snapshot());
    }

    Snapshots snapshots() {
        return snapshots;
    }

    long sequence() {
        return sequence;
    }

    long nextOrder() {
        return ++lastOrder;
    }

    /** Commits one change outside of transactions. */
    void commit(StoredRecord entry, long order, @Nullable Document document, OplogEntry.Change change) {
        push(entry, ++sequence, order, document);
        oplog.append(List.of(change));
    }

    /** Tells the log of what is no document. */
    void commit(List<OplogEntry.Change> changes) {
        ++sequence;
        oplog.append(changes);
        released.signalAll();
        wakeTails();
    }

    /** Commits a transaction: everything in it becomes visible at once. */
    public void commit(Workspace workspace, @Nullable Document lsid, long number) {
        long place = ++sequence;
        catalog.publish(workspace);
        for (StoredRecord entry : workspace.held) {
            Document document = entry.pending;
            entry.holder = null;
            entry.pending = null;
            push(entry, place, entry.pendingOrder, document);
        }
        oplog.append(List.copyOf(workspace.changes), lsid, number);
        end(workspace);
    }

    /** Undoes a transaction. */
    public void abort(Workspace workspace) {
        if (workspace.isEnded()) {
            return;
        }
        for (StoredRecord entry : workspace.held) {
            Document document = entry.pending;
            entry.holder = null;
            entry.pending = null;
            if (document != null) {
                Snapshots.forget(entry, document, entry.pendingOrder);
            }
            snapshots.prune(entry);
        }
        catalog.forget(workspace);
        end(workspace);
    }

    private void end(Workspace workspace) {
        workspace.end();
        snapshots.close(workspace.snapshot);
        catalog.forgetOldDrops();
        released.signalAll();
    }

    private void push(StoredRecord entry, long place, long order, @Nullable Document document) {
        Version before = entry.newest;
        entry.newest = new Version(place, order, document, before);
        Cap cap = entry.collection.cap;
        if (cap != null) {
            cap.replace(before == null ? null : before.document, document);
            wakeTails();
        }
        if (document != null) {
            entry.collection.byOrder.put(order, entry);
        }
        snapshots.prune(entry);
    }

    /**
     * Waits, without the lock, until a transaction may have ended; at most a moment, so that callers see to deadlines.
     *
     * @throws CommandError if the store was closed or the waiters were interrupted
     */
    public void awaitRelease() {
        checkOpen();
        long before = interruptions;
        try {
            released.awaitNanos(LONGEST_WAIT_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandError(ErrorCode.INTERRUPTED, "operation was interrupted");
        }
        checkOpen();
        if (before != interruptions) {
            throw new CommandError(ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE, "operation was interrupted");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new CommandError(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
        }
    }

    /** Ends everybody who waits now, because the member is no primary any more. */
    public void interruptWaiters() {
        interruptions++;
        released.signalAll();
    }

    /**
     * Waits, without the lock, until a capped collection or the catalogue has changed, or a tail was woken.
     *
     * @return how many nanoseconds are left
     * @throws CommandError if the store was closed
     */
    public long awaitTail(long nanos) {
        try {
            long left = closed ? 0 : tailsWake.awaitNanos(nanos);
            if (closed) {
                throw new CommandError(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
            }
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandError(ErrorCode.INTERRUPTED, "operation was interrupted");
        }
    }

    /** Lets those who wait for a capped collection look again; to be called under the lock. */
    public void wakeTails() {
        tailsWake.signalAll();
    }

    /** Ends everybody who waits. */
    public void close() {
        locked(() -> {
            closed = true;
            released.signalAll();
            wakeTails();
            return true;
        });
    }
}
