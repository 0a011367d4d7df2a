package io.polymongo.embedded.internal.oplog;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All committed changes in their order, as many as fit the bound, and the cluster's clock. Thread-safe. Listeners are
 * called after each append, on the appending thread, and must not wait.
 */
public final class Oplog {

    private final InstantSource clock;
    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<OplogEntry> entries = new ArrayDeque<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private long sequence;
    private volatile BsonTimestamp latest;

    /** A log that keeps so many entries. */
    public Oplog(InstantSource clock, int bound) {
        this.clock = clock;
        this.bound = bound;
        this.latest = new BsonTimestamp(clock.instant(), 1);
    }

    /** The time of the latest change, or of the start. */
    public BsonTimestamp latestTimestamp() {
        return latest;
    }

    /** The place of the latest change; 0 before the first. */
    public long latestSequence() {
        lock.lock();
        try {
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    /** The place of the oldest change that is still here; one past the latest if none is. */
    public long oldestSequence() {
        lock.lock();
        try {
            return entries.isEmpty() ? sequence + 1 : entries.getFirst().sequence();
        } finally {
            lock.unlock();
        }
    }

    /** Appends the changes of one statement, each with its own time. */
    public void append(List<OplogEntry.Change> changes) {
        append(changes, null, null);
    }

    /** Appends the changes of one transaction, with one time for all. */
    public void append(List<OplogEntry.Change> changes, @Nullable Document lsid, @Nullable Long txnNumber) {
        if (changes.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            BsonTimestamp shared = txnNumber == null ? null : tick();
            for (OplogEntry.Change change : changes) {
                entries.addLast(new OplogEntry(
                        ++sequence, shared != null ? shared : tick(), clock.instant(), change, lsid, txnNumber));
                if (entries.size() > bound) {
                    entries.removeFirst();
                }
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    /** Up to so many entries after a place, in order; fewer where the bound has passed. */
    public List<OplogEntry> after(long place, int most) {
        lock.lock();
        try {
            List<OplogEntry> found = new ArrayList<>();
            if (place >= sequence) {
                return found;
            }
            Iterator<OplogEntry> newestFirst = entries.descendingIterator();
            Deque<OplogEntry> wanted = new ArrayDeque<>();
            while (newestFirst.hasNext()) {
                OplogEntry entry = newestFirst.next();
                if (entry.sequence() <= place) {
                    break;
                }
                wanted.addFirst(entry);
                if (wanted.size() > most) {
                    wanted.removeLast();
                }
            }
            found.addAll(wanted);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Advances the clock without a change (as the server's periodic no-op does). */
    public BsonTimestamp tick() {
        lock.lock();
        try {
            long now = clock.instant().getEpochSecond();
            long last = latest.getTime() & 0xffffffffL;
            latest = now > last ? new BsonTimestamp(clock.instant(), 1) : new BsonTimestamp(latest.getValue() + 1);
            return latest;
        } finally {
            lock.unlock();
        }
    }

    /** Calls a listener after each append until it is removed. */
    public void addListener(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends that. */
    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }
}
