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

    /** The most that may vote in a real set. */
    public static final int MOST_MEMBERS = 7;

    private final String name;
    private final ScheduledExecutorService timers;
    private final Duration electionTime;
    private final InstantSource clock;
    private final Supplier<ObjectId> processIds;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Roles roles;
    private final Waiting waiting;

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
        List<Member> members = addresses.stream()
                .map(address -> new Member(address, processIds.get(), clock.instant()))
                .toList();
        this.roles = new Roles(members, clock);
        this.waiting = new Waiting(roles);
        electOne();
    }

    public String name() {
        return name;
    }

    public int size() {
        return roles.members.size();
    }

    /** How many must be up for a primary. */
    public int majority() {
        return roles.majority();
    }

    /** The addresses of all members, in their order. */
    public List<String> addresses() {
        return roles.members.stream().map(member -> member.address).toList();
    }

    /** Who is primary, if anybody is. */
    public OptionalInt primary() {
        roles.lock.lock();
        try {
            return roles.primary() == Roles.NONE ? OptionalInt.empty() : OptionalInt.of(roles.primary());
        } finally {
            roles.lock.unlock();
        }
    }

    /** What a member knows now. */
    public MemberView view(int member) {
        roles.lock.lock();
        try {
            return roles.viewOf(roles.members.get(member));
        } finally {
            roles.lock.unlock();
        }
    }

    /** When the set's latest election was. */
    public Instant electedAt() {
        roles.lock.lock();
        try {
            return roles.electedAt();
        } finally {
            roles.lock.unlock();
        }
    }

    /** When a member was started. */
    public Instant startedAt(int member) {
        roles.lock.lock();
        try {
            return roles.members.get(member).startedAt;
        } finally {
            roles.lock.unlock();
        }
    }

    /** To wait for what becomes of the members. */
    Waiting waiting() {
        return waiting;
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
        roles.lock.lock();
        try {
            if (roles.primary() != member) {
                return false;
            }
            roles.losePrimary(period);
            electLater(electionTime);
            if (period.compareTo(electionTime) > 0) {
                electLater(period);
            }
        } finally {
            roles.lock.unlock();
        }
        listeners.forEach(listener -> listener.steppedDown(member));
        return true;
    }

    /** Shuts a member down. A set that has lost its majority has no primary any more. */
    public void kill(int member) {
        int leaving;
        roles.lock.lock();
        try {
            Member dying = roles.members.get(member);
            if (!dying.isUp()) {
                return;
            }
            boolean leads = roles.primary() == member;
            boolean lost = roles.countUp() - 1 < roles.majority();
            leaving = roles.primary();
            if (leads || (lost && leaving != Roles.NONE)) {
                roles.losePrimary(Duration.ZERO);
            } else {
                leaving = Roles.NONE;
            }
            dying.state = MemberState.DOWN;
            dying.version = dying.version.next();
            roles.changed.signalAll();
            electLater(electionTime);
        } finally {
            roles.lock.unlock();
        }
        int former = leaving;
        listeners.forEach(listener -> listener.shutDown(member));
        if (former != Roles.NONE) {
            listeners.forEach(listener -> listener.steppedDown(former));
        }
    }

    /** Starts a member that was shut down. */
    public void restart(int member) {
        roles.lock.lock();
        try {
            Member back = roles.members.get(member);
            if (!back.isUp()) {
                back.start(processIds.get(), clock.instant());
                roles.changed.signalAll();
                electLater(electionTime);
            }
        } finally {
            roles.lock.unlock();
        }
    }

    /** Calls a listener from now on, after those that came before it. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Shuts all members down for good. */
    @Override
    public void close() {
        roles.lock.lock();
        try {
            roles.close();
        } finally {
            roles.lock.unlock();
        }
        for (int i = 0; i < roles.members.size(); i++) {
            int member = i;
            listeners.forEach(listener -> listener.shutDown(member));
        }
    }

    private void electLater(Duration delay) {
        if (!roles.isClosed()) {
            timers.schedule(this::electOne, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void electOne() {
        roles.lock.lock();
        try {
            roles.electOne();
        } finally {
            roles.lock.unlock();
        }
    }
}
