package io.polymongo.embedded.internal.election;

import java.time.Duration;

/** Waiting for what becomes of the members. Thread-safe. */
final class Waiting {

    private final Roles roles;

    Waiting(Roles roles) {
        this.roles = roles;
    }

    /**
     * Waits until a member knows more than a client does, or the time is up.
     *
     * @return what the member knows then
     */
    MemberView await(int member, TopologyVersion known, Duration most) throws InterruptedException {
        roles.lock.lock();
        try {
            Member asked = roles.members.get(member);
            long left = most.toNanos();
            while (!roles.isClosed() && asked.isUp() && asked.version.equals(known) && left > 0) {
                left = roles.changed.awaitNanos(left);
            }
            return roles.viewOf(asked);
        } finally {
            roles.lock.unlock();
        }
    }

    /** Waits until so many members are up, as long as the member that asks leads them. */
    Waited awaitUp(int member, int wanted, long nanos) {
        roles.lock.lock();
        try {
            long left = nanos;
            while (roles.countUp() < wanted) {
                Waited end = endOf(member);
                if (end != Waited.INTERRUPTED) {
                    return end;
                }
                if (left <= 0) {
                    return Waited.TIME_OVER;
                }
                left = roles.changed.awaitNanos(left);
            }
            return Waited.ENOUGH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return endOf(member);
        } finally {
            roles.lock.unlock();
        }
    }

    /** Why a member waits no longer; interrupted, if the set has no reason. */
    private Waited endOf(int member) {
        if (roles.isClosed() || !roles.members.get(member).isUp()) {
            return Waited.SHUT_DOWN;
        }
        return roles.primary() == member ? Waited.INTERRUPTED : Waited.STEPPED_DOWN;
    }
}
