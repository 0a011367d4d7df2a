package io.polymongo.it.pool;

import io.polymongo.it.server.LeakCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests on three servers: that of the shared pool, and two more. */
@ExtendWith(LeakCheck.class)
abstract class OnThreeServers {

    static final String SHARED = PoolServers.SHARED;
    static final String FIRST = "first";
    static final String SECOND = "second";

    static PoolServers servers;

    @BeforeAll
    static void start() {
        servers = new PoolServers(FIRST, SECOND);
    }

    @AfterEach
    final void clear() {
        servers.clear();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }
}
