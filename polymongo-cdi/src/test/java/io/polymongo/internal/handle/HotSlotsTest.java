package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class HotSlotsTest {

    private final MongoClient client = client();
    private final HotSlots<String> slots = new HotSlots<>();

    @Test
    void databasesWithSimilarNamesDoNotPushEachOtherOut() {
        for (int i = 0; i < 100; i++) {
            slots.put(client, "tenant_" + i, "of " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(slots.get(client, "tenant_" + i)).isEqualTo("of " + i);
        }
    }

    @Test
    void aManyTimesLargerNumberKeepsToTheBound() {
        for (int i = 0; i < 10_000; i++) {
            slots.put(client, "tenant_" + i, "of " + i);
        }
        int kept = 0;
        for (int i = 0; i < 10_000; i++) {
            kept += slots.get(client, "tenant_" + i) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(256, 513);
    }

    @Test
    void anotherClientsObjectsAreNeverGiven() {
        slots.put(client, "first", "old");
        slots.put(client, "second", "old");
        MongoClient reopened = client();

        assertThat(slots.get(reopened, "first")).isNull();
        assertThat(slots.get(reopened, "second")).isNull();

        slots.put(reopened, "first", "new");

        assertThat(slots.get(reopened, "first")).isEqualTo("new");
        assertThat(slots.get(reopened, "second")).isNull();
    }

    private static MongoClient client() {
        return (MongoClient) Proxy.newProxyInstance(
                MongoClient.class.getClassLoader(), new Class<?>[] {MongoClient.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
