package io.polymongo.embedded.internal.election;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Who is primary, and what each member knows of it. Guarded by its lock, which every caller takes. */
final class Roles {

    static final int NONE = -1;

    final List<Member> members;
    final ReentrantLock lock = new ReentrantLock();

    /** Something that others wait for may have happened. */
    final Condition changed = lock.newCondition();

    private final InstantSource clock;
    private int primary = NONE;
    private int latestPrimary = NONE;
    private long term;
    private Instant electedAt;
    private boolean closed;

    Roles(List<Member> members, InstantSource clock) {
        this.members = members;
        this.clock = clock;
        this.electedAt = clock.instant();
    }

    /** Who is primary, or {@link #NONE}. */
    int primary() {
        return primary;
    }

    /** When the latest election was. */
    Instant electedAt() {
        return electedAt;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        changed.signalAll();
    }

    int countUp() {
        return (int) members.stream().filter(Member::isUp).count();
    }

    /** How many must be up for a primary. */
    int majority() {
        return members.size() / 2 + 1;
    }

    /** Makes the next member primary that may be, unless there is one. */
    void electOne() {
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
    }

    private void elect(int winner) {
        term++;
        primary = winner;
        latestPrimary = winner;
        electedAt = clock.instant();
        members.get(winner).state = MemberState.PRIMARY;
        tellAll();
    }

    /** Takes the primary its role, which it may not have again for a while. */
    void losePrimary(Duration period) {
        members.get(primary).stepDownFor(period);
        primary = NONE;
        tellAll();
    }

    private void tellAll() {
        members.forEach(member -> member.version = member.version.next());
        changed.signalAll();
    }

    /** What a member knows. One of a closed set is down, so that nobody waits for it or asks again. */
    MemberView viewOf(Member member) {
        return new MemberView(
                closed ? MemberState.DOWN : member.state,
                primary == NONE ? null : members.get(primary).address,
                term,
                member.version);
    }
}
