package io.polymongo.internal.config;

import com.mongodb.ConnectionString;
import io.polymongo.BudgetConfig;

/** How many connections a client may open: those of its pool, and those by which the driver watches each server. */
public final class ConnectionCount {

    /** One for the server's state, and one for the time that an answer takes. */
    public static final int WATCHING = 2;

    private ConnectionCount() {}

    /** The most that there may be; a size of 0 has no bound, and counts as more than anybody grants. */
    public static long of(int maxSize, int servers) {
        return maxSize == 0 ? Integer.MAX_VALUE : ((long) maxSize + WATCHING) * servers;
    }

    /** A pool that cannot be opened even alone; where its servers are known by DNS only, that shows later. */
    static void check(Problems problems, String key, Effective effective, BudgetConfig budget) {
        ConnectionString uri = ConnectionUri.parsed(effective.uri());
        Integer most = budget.maxTotalConnections();
        if (most == null || effective.maxSize() == 0 || uri != null && uri.isSrvProtocol()) {
            return;
        }
        int servers = uri == null ? 1 : uri.getHosts().size();
        long needed = of(effective.maxSize(), servers);
        if (needed > most) {
            problems.add(
                    key,
                    effective.maxSize(),
                    "is in effect, and with " + WATCHING + " connections that watch each server makes " + needed
                            + " for " + servers + (servers == 1 ? " server" : " servers")
                            + ", more than max-total-connections=" + most + "; lower one or raise the other");
        }
    }
}
