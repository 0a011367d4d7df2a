package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every path of a database in a named pool reaches its own server, whatever happened to the pool. */
class NamedPoolsIT extends OnThreeServers {

    static final String POOL = "gold";

    private final SeenPools pools = new SeenPools();
    private AssembledPolyMongo polyMongo;
    private SeenEvents events;
    private Visitor visitor;

    private static PoolDefinitionBuilder on(String server) {
        return PoolDefinition.builder().uri(servers.uri(server)).databases(Set.of(Visitor.DATABASE));
    }

    @BeforeEach
    void open() {
        open(on(FIRST).build());
    }

    private void open(PoolDefinition definition) {
        polyMongo = (AssembledPolyMongo) PolyMongo.builder(servers.config()
                        .tenantDirectory(DirectoryKind.OPEN)
                        .pool(POOL, definition)
                        .build())
                .customizer(pools)
                .collectionSpec(() -> "provisioned")
                .build();
        events = SeenEvents.of(polyMongo);
        visitor = new Visitor(polyMongo, pools, servers);
        visitor.livesOn(FIRST);
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    /** All of them, by way of handles that are older than what happened, and then of new ones. */
    private void assertEveryPath() {
        pools.clear();
        for (DatabasePath path : DatabasePath.values()) {
            path.take(visitor);
        }
        assertThat(visitor.home().listCollectionNames().into(new ArrayList<>())).contains("provisioned");
        assertThat(visitor.decoy().listCollectionNames().into(new ArrayList<>()))
                .containsExactlyInAnyOrder("things", "at-decoy");
        assertThat(pools.of(SHARED)).as("what the shared pool was asked").containsOnly("admin.listDatabases");
    }

    @Test
    void fromTheFirstUseOn() {
        assertEveryPath();
    }

    @Test
    void afterClosing() {
        assertEveryPath();
        polyMongo.pools().close(POOL);
        assertEveryPath();
        assertThat(events.count(PolyMongoEvent.PoolOpened.class, POOL)).isEqualTo(2);
    }

    /** Each path opens the pool again by itself. */
    @Test
    void eachByItselfAfterClosing() {
        for (DatabasePath path : DatabasePath.values()) {
            polyMongo.pools().close(POOL);
            path.take(visitor);
        }
        assertThat(pools.of(SHARED)).containsOnly("admin.listDatabases");
    }

    @Test
    void afterItsExpiry() {
        close();
        open(on(FIRST).closeAfterIdle(Duration.ofMillis(200)).build());
        assertEveryPath();
        events.awaitClosed(POOL);
        assertEveryPath();
        assertThat(events.count(PolyMongoEvent.PoolClosed.class, SHARED)).isZero();
    }

    @Test
    void afterRedefinition() {
        assertEveryPath();
        polyMongo.pools().define(POOL, on(SECOND).build());
        servers.clear();
        visitor.livesOn(SECOND);
        assertEveryPath();
        assertThat(servers.databases(FIRST)).as("on the former server").isEmpty();

        polyMongo.pools().define(POOL, on(FIRST).coldStart(false).build());
        visitor.livesOn(FIRST);
        assertEveryPath();
        assertThat(servers.databases(SECOND)).isEmpty();
    }

    @Test
    void afterARestartOfItsServer() {
        assertEveryPath();
        servers.server(FIRST).kill(0);
        servers.server(FIRST).restart(0);
        visitor.livesOn(FIRST);
        assertEveryPath();
        assertThat(events.count(PolyMongoEvent.PoolOpened.class, POOL))
                .as("a client is never made again because a connection dropped")
                .isEqualTo(1);
    }

    @Test
    void afterDisconnectingAndConnecting() {
        assertEveryPath();
        polyMongo.disconnect();
        polyMongo.connect();
        pools.clear();
        visitor.livesOn(FIRST);
        assertEveryPath();
    }

    @Test
    void aDroppedDatabaseIsThatOfThePool() {
        DatabasePath.WRITE.take(visitor);
        polyMongo.databases().drop(Visitor.DATABASE);
        assertThat(servers.databases(FIRST)).doesNotContain(Visitor.DATABASE);
        assertThat(servers.databases(SHARED)).contains(Visitor.DATABASE);

        visitor.livesOn(FIRST);
        assertEveryPath();
    }
}
