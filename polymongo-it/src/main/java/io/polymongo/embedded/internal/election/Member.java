package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Duration;
import java.time.Instant;

/** One member as the set keeps it. Not thread-safe: guarded by the set's lock. */
final class Member {

    final String address;
    MemberState state = MemberState.SECONDARY;
    TopologyVersion version;
    Instant startedAt;

    /** On the clock that does not jump; before this it is not elected. */
    private long notBefore = System.nanoTime();

    Member(String address, ObjectId processId, Instant startedAt) {
        this.address = address;
        this.version = new TopologyVersion(processId, 0);
        this.startedAt = startedAt;
    }

    boolean isUp() {
        return state != MemberState.DOWN;
    }

    boolean isElectable() {
        return state == MemberState.SECONDARY && System.nanoTime() - notBefore >= 0;
    }

    void stepDownFor(Duration period) {
        state = MemberState.SECONDARY;
        notBefore = System.nanoTime() + period.toNanos();
    }

    /** Comes back as another process. */
    void start(ObjectId processId, Instant now) {
        state = MemberState.SECONDARY;
        version = new TopologyVersion(processId, 0);
        startedAt = now;
        notBefore = System.nanoTime();
    }
}
