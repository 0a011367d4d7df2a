package io.polymongo.embedded.internal.oplog;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final int SMALLEST = 64;

    private final InstantSource clock;
    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();

    /** A ring once it has grown to the bound; an entry's slot follows from its sequence, so reading is direct. */
    private @Nullable OplogEntry[] slots;

    private long sequence;
    private @Nullable BsonTimestamp lastDropped;
    private volatile BsonTimestamp latest;

    /** A log that keeps so many entries. */
    public Oplog(InstantSource clock, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("The oplog must keep at least one entry, not " + bound);
        }
        this.clock = clock;
        this.bound = bound;
        this.slots = new OplogEntry[Math.min(bound, SMALLEST)];
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
            return oldest();
        } finally {
            lock.unlock();
        }
    }

    /** The place of the first change of this time or a later one; one past the latest if there is none yet. */
    public long firstSequenceFrom(BsonTimestamp time) {
        lock.lock();
        try {
            long low = oldest();
            long high = sequence + 1;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (at(middle).timestamp().compareTo(time) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        } finally {
            lock.unlock();
        }
    }

    /** Whether no change of this time or a later one has passed the bound. */
    public boolean reachesBackTo(BsonTimestamp time) {
        lock.lock();
        try {
            return lastDropped == null || lastDropped.compareTo(time) < 0;
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
                BsonTimestamp time = shared != null ? shared : tick();
                put(new OplogEntry(sequence + 1, time, clock.instant(), change, lsid, txnNumber));
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(Runnable::run);
    }

    /** Up to so many entries after a place, in order; the first is a later one where the bound has passed. */
    public List<OplogEntry> after(long place, int most) {
        lock.lock();
        try {
            long first = Math.max(place + 1, oldest());
            long last = Math.min(sequence, first + most - 1);
            List<OplogEntry> found = new ArrayList<>((int) Math.max(0, last - first + 1));
            for (long next = first; next <= last; next++) {
                found.add(at(next));
            }
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

    private long oldest() {
        return Math.max(1, sequence - bound + 1);
    }

    private void put(OplogEntry entry) {
        if (sequence == slots.length && slots.length < bound) {
            slots = Arrays.copyOf(slots, Math.min(bound, slots.length * 2));
        }
        OplogEntry replaced = slots[slotOf(entry.sequence())];
        if (replaced != null) {
            lastDropped = replaced.timestamp();
        }
        slots[slotOf(entry.sequence())] = entry;
        sequence = entry.sequence();
    }

    private OplogEntry at(long place) {
        OplogEntry entry = slots[slotOf(place)];
        if (entry == null) {
            throw new IllegalStateException("The oplog has no entry " + place);
        }
        return entry;
    }

    private int slotOf(long place) {
        return (int) ((place - 1) % slots.length);
    }
}
