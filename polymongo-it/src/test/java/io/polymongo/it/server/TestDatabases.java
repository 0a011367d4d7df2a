package io.polymongo.it.server;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A test's own part of the server: names that begin with a prefix nobody else has, dropped after the test. The raw client
 * looks past the library at what is really there.
 */
public final class TestDatabases implements AutoCloseable {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String uri;
    private final String prefix = "t" + ProcessHandle.current().pid() + "x" + NEXT.incrementAndGet();
    private final MongoClient raw;

    TestDatabases(String uri) {
        this.uri = uri;
        this.raw = MongoClients.create(uri);
    }

    public String uri() {
        return uri;
    }

    /** A client that knows nothing of PolyMongo. */
    public MongoClient raw() {
        return raw;
    }

    /** A name of this test's own. */
    public String name(String suffix) {
        return prefix + suffix;
    }

    /** A configuration in which every database is this test's own, and which waits as long as a slow machine takes. */
    public PolyMongoConfigBuilder config() {
        return PolyMongoConfig.builder()
                .uri(uri)
                .connectTimeout(PATIENCE)
                .selectionTimeout(PATIENCE)
                .poolWaitTimeout(PATIENCE)
                .defaultDatabase(name("default"))
                .metadataDatabase(name("metadata"))
                .tenantDatabase(name("tenant_") + "{tenant}");
    }

    /** The same as texts, for a container; the keys are whole. */
    public Map<String, String> properties() {
        return Map.of(
                "polymongo.uri",
                uri,
                "polymongo.connect-timeout",
                PATIENCE.toString(),
                "polymongo.selection-timeout",
                PATIENCE.toString(),
                "polymongo.pool.wait-timeout",
                PATIENCE.toString(),
                "polymongo.default-database",
                name("default"),
                "polymongo.metadata-database",
                name("metadata"),
                "polymongo.tenant.database",
                name("tenant_") + "{tenant}");
    }

    /** The databases of this test that exist, without its prefix. */
    public List<String> existing() {
        List<String> existing = new ArrayList<>();
        for (String database : raw.listDatabaseNames()) {
            if (database.startsWith(prefix)) {
                existing.add(database.substring(prefix.length()));
            }
        }
        return existing;
    }

    @Override
    public void close() {
        existing().forEach(database -> raw.getDatabase(prefix + database).drop());
        raw.close();
    }
}
