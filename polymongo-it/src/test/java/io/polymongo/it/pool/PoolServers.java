package io.polymongo.it.pool;

import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.embedded.EmbeddedMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Servers that know nothing of each other, and clients of the test's own that look at what is really there. */
final class PoolServers implements AutoCloseable {

    /** Where the shared pool is. */
    static final String SHARED = "shared";

    private static final Set<String> SERVERS_OWN = Set.of("admin", "config", "local");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, EmbeddedMongo> servers = new TreeMap<>();
    private final Map<String, MongoClient> raw = new TreeMap<>();

    /** Starts the server of the shared pool, and others by name. */
    PoolServers(String... others) {
        start(SHARED);
        List.of(others).forEach(this::start);
    }

    private void start(String name) {
        EmbeddedMongo server = EmbeddedMongo.builder().start();
        servers.put(name, server);
        MongoClient client = MongoClients.create(server.connectionString());
        raw.put(name, client);
        client.listDatabaseNames().into(new ArrayList<>());
        // The driver starts this one later, and the check for threads must not take it for a test's.
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .anyMatch(thread -> thread.startsWith("cluster-rtt") && thread.endsWith(":" + server.port())));
    }

    EmbeddedMongo server(String name) {
        return servers.get(name);
    }

    String uri(String name) {
        return server(name).connectionString();
    }

    /** A database as a server has it. */
    MongoDatabase raw(String server, String database) {
        return client(server).getDatabase(database);
    }

    /** A client that knows nothing of PolyMongo. */
    MongoClient client(String server) {
        return raw.get(server);
    }

    /** A configuration that waits as long as a slow machine takes. */
    PolyMongoConfigBuilder config() {
        return PolyMongoConfig.builder()
                .uri(uri(SHARED))
                .connectTimeout(PATIENCE)
                .selectionTimeout(PATIENCE)
                .poolWaitTimeout(PATIENCE)
                .closeTimeout(PATIENCE);
    }

    /** The application's databases on a server. */
    List<String> databases(String server) {
        List<String> names = client(server).listDatabaseNames().into(new ArrayList<>());
        names.removeAll(SERVERS_OWN);
        return names;
    }

    /** Drops everything everywhere. */
    void clear() {
        servers.keySet()
                .forEach(server -> databases(server)
                        .forEach(database -> raw(server, database).drop()));
    }

    @Override
    public void close() {
        raw.values().forEach(MongoClient::close);
        servers.values().forEach(EmbeddedMongo::close);
    }
}
