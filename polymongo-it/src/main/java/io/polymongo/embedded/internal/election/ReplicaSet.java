package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The members of the set and their roles. One store stands behind them all, so that nothing is copied when a role
 * changes; an election takes a moment all the same, for a client to see that there is no primary. Thread-safe.
 */
public final class ReplicaSet implements AutoCloseable {

    /** Hears, on the thread that causes it, that a member can no longer go on with what it does. Must not wait. */
    public interface Listener {

        /** The primary has stepped down: writes and transactions end, reads and connections go on. */
        void steppedDown(int member);

        /** A member shuts down: everything on it ends. If it was the primary, {@link #steppedDown} follows. */
        void shutDown(int member);
    }

    /** How waiting for members ended. */
    enum Waited {
        ENOUGH,
        TIME_OVER,
        STEPPED_DOWN,
        SHUT_DOWN,
        INTERRUPTED
    }

    /** The most that may vote in a real set. */
    public static final int MOST_MEMBERS = 7;

    private static final int NONE = -1;

    private final String name;
    private final ScheduledExecutorService timers;
    private final Duration electionTime;
    private final InstantSource clock;
    private final Supplier<ObjectId> processIds;
    private final List<Member> members;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int primary = NONE;
    private int latestPrimary = NONE;
    private long term;
    private Instant electedAt;
    private boolean closed;

    /**
     * A set whose first member is primary at once.
     *
     * @param addresses host and port of each member
     * @param timers runs elections; must be open as long as the set is
     * @param electionTime how long the set is without a primary before it has another
     * @param processIds gives each member that starts an id of its own
     */
    public ReplicaSet(
            String name,
            List<String> addresses,
            ScheduledExecutorService timers,
            Duration electionTime,
            InstantSource clock,
            Supplier<ObjectId> processIds) {
        if (addresses.isEmpty() || addresses.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "a replica set has 1 to " + MOST_MEMBERS + " members, not " + addresses.size());
        }
        this.name = name;
        this.timers = timers;
        this.electionTime = electionTime;
        this.clock = clock;
        this.processIds = processIds;
        this.electedAt = clock.instant();
        this.members = addresses.stream()
                .map(address -> new Member(address, processIds.get(), clock.instant()))
                .toList();
        electOne();
    }

    public String name() {
        return name;
    }

    public int size() {
        return members.size();
    }

    /** How many must be up for a primary. */
    public int majority() {
        return members.size() / 2 + 1;
    }

    /** The addresses of all members, in their order. */
    public List<String> addresses() {
        return members.stream().map(member -> member.address).toList();
    }

    /** Who is primary, if anybody is. */
    public OptionalInt primary() {
        lock.lock();
        try {
            return primary == NONE ? OptionalInt.empty() : OptionalInt.of(primary);
        } finally {
            lock.unlock();
        }
    }

    /** What a member knows now. */
    public MemberView view(int member) {
        lock.lock();
        try {
            return viewOf(members.get(member));
        } finally {
            lock.unlock();
        }
    }

    /** When the set's latest election was. */
    public Instant electedAt() {
        lock.lock();
        try {
            return electedAt;
        } finally {
            lock.unlock();
        }
    }

    /** When a member was started. */
    public Instant startedAt(int member) {
        lock.lock();
        try {
            return members.get(member).startedAt;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a member knows more than a client does, or the time is up.
     *
     * @return what the member knows then
     */
    public MemberView await(int member, TopologyVersion known, Duration most) throws InterruptedException {
        lock.lock();
        try {
            Member asked = members.get(member);
            long left = most.toNanos();
            while (!closed && asked.isUp() && asked.version.equals(known) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return viewOf(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many members are up, as long as the member that asks leads them. */
    Waited awaitUp(int member, int wanted, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (countUp() < wanted) {
                Waited end = endOf(member);
                if (end != Waited.INTERRUPTED) {
                    return end;
                }
                if (left <= 0) {
                    return Waited.TIME_OVER;
                }
                left = changed.awaitNanos(left);
            }
            return Waited.ENOUGH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endOf(member);
        } finally {
            lock.unlock();
        }
    }

    /** Why a member waits no longer; interrupted, if the set has no reason. */
    private Waited endOf(int member) {
        if (closed || !members.get(member).isUp()) {
            return Waited.SHUT_DOWN;
        }
        return primary == member ? Waited.INTERRUPTED : Waited.STEPPED_DOWN;
    }

    /** Makes the primary step down; it is the last that is elected again. Without a primary nothing happens. */
    public void stepDown() {
        OptionalInt now = primary();
        if (now.isPresent()) {
            stepDown(now.getAsInt(), Duration.ZERO);
        }
    }

    /**
     * Makes a member step down, if it is the primary.
     *
     * @param period how long it may not be elected again
     * @return whether it was the primary
     */
    public boolean stepDown(int member, Duration period) {
        lock.lock();
        try {
            if (primary != member) {
                return false;
            }
            losePrimary(period);
            electLater(electionTime);
            if (period.compareTo(electionTime) > 0) {
                electLater(period);
            }
        } finally {
            lock.unlock();
        }
        listeners.forEach(listener -> listener.steppedDown(member));
        return true;
    }

    /** Shuts a member down. A set that has lost its majority has no primary any more. */
    public void kill(int member) {
        int leaving;
        lock.lock();
        try {
            Member dying = members.get(member);
            if (!dying.isUp()) {
                return;
            }
            boolean leads = primary == member;
            boolean lost = countUp() - 1 < majority();
            leaving = primary;
            if (leads || (lost && primary != NONE)) {
                losePrimary(Duration.ZERO);
            } else {
                leaving = NONE;
            }
            dying.state = MemberState.DOWN;
            dying.version = dying.version.next();
            changed.signalAll();
            electLater(electionTime);
        } finally {
            lock.unlock();
        }
        int former = leaving;
        listeners.forEach(listener -> listener.shutDown(member));
        if (former != NONE) {
            listeners.forEach(listener -> listener.steppedDown(former));
        }
    }

    /** Starts a member that was shut down. */
    public void restart(int member) {
        lock.lock();
        try {
            Member back = members.get(member);
            if (!back.isUp()) {
                back.start(processIds.get(), clock.instant());
                changed.signalAll();
                electLater(electionTime);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls a listener from now on, after those that came before it. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Shuts all members down for good. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < members.size(); i++) {
            int member = i;
            listeners.forEach(listener -> listener.shutDown(member));
        }
    }

    private void electLater(Duration delay) {
        if (!closed) {
            timers.schedule(this::electOne, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void electOne() {
        lock.lock();
        try {
            if (closed || primary != NONE || countUp() < majority()) {
                return;
            }
            for (int step = 1; step <= members.size(); step++) {
                int candidate = (latestPrimary + step) % members.size();
                if (members.get(candidate).isElectable()) {
                    elect(candidate);
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void elect(int winner) {
        term++;
        primary = winner;
        latestPrimary = winner;
        electedAt = clock.instant();
        members.get(winner).state = MemberState.PRIMARY;
        tellAll();
    }

    private void losePrimary(Duration period) {
        members.get(primary).stepDownFor(period);
        primary = NONE;
        tellAll();
    }

    private void tellAll() {
        members.forEach(member -> member.version = member.version.next());
        changed.signalAll();
    }

    private int countUp() {
        return (int) members.stream().filter(Member::isUp).count();
    }

    /** A set that was closed has members that are down, so that nobody waits for them or asks again. */
    private MemberView viewOf(Member member) {
        return new MemberView(
                closed ? MemberState.DOWN : member.state,
                primary == NONE ? null : members.get(primary).address,
                term,
                member.version);
    }
}
