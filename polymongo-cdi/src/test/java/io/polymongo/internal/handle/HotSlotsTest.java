package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongoConfig;
import io.polymongo.internal.pool.PoolRegistry;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.pool.TestPools;
import org.junit.jupiter.api.Test;

class HotSlotsTest {

    private final Client client = new Client();
    private final HotSlots<String> slots = new HotSlots<>();

    @Test
    void databasesWithSimilarNamesDoNotPushEachOtherOut() {
        for (int i = 0; i < 100; i++) {
            slots.put(client.database("tenant_" + i), "of " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(slots.get(client.database("tenant_" + i))).isEqualTo("of " + i);
        }
    }

    @Test
    void aManyTimesLargerNumberKeepsToTheBound() {
        for (int i = 0; i < 10_000; i++) {
            slots.put(client.database("tenant_" + i), "of " + i);
        }
        int kept = 0;
        for (int i = 0; i < 10_000; i++) {
            kept += slots.get(client.database("tenant_" + i)) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(256, 513);
    }

    @Test
    void anotherClientsObjectsAreNeverGiven() {
        slots.put(client.database("first"), "old");
        slots.put(client.database("second"), "old");
        client.close();
        Client reopened = new Client();

        assertThat(slots.get(reopened.database("first"))).isNull();
        assertThat(slots.get(reopened.database("second"))).isNull();

        slots.put(reopened.database("first"), "new");

        assertThat(slots.get(reopened.database("first"))).isEqualTo("new");
        assertThat(slots.get(reopened.database("second"))).isNull();
    }

    /** A client of its own, and databases on it. */
    private static final class Client {

        private final PoolRegistry pools =
                TestPools.of(PolyMongoConfig.builder().build(), settings -> TestPools.idleClient());

        PooledDatabase database(String name) {
            return pools.addressOf(name).look();
        }

        void close() {
            pools.close();
        }
    }
}
