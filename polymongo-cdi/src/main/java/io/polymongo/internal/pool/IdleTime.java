package io.polymongo.internal.pool;

/**
 * How long a client was not used, found out by looking at it now and then, so that no use has to note the time. Confined to
 * the housekeeping thread, but for the beginning.
 */
final class IdleTime {

    private volatile long seenUses;
    private volatile long since;

    /** A client was made. */
    void begin(OpenClient client, long now) {
        seenUses = client.databases().uses();
        since = now;
    }

    /** How long, in nanoseconds; 0 for one that is in use, or was since the last look. */
    long of(OpenClient client, long now) {
        if (isInUse(client)) {
            begin(client, now);
        }
        return now - since;
    }

    /** Whether the client is in use, or was since the last look. */
    boolean isInUse(OpenClient client) {
        return client.databases().uses() != seenUses || client.databases().leases() > 0;
    }
}
