package io.polymongo.internal.pool;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.PolyMongoEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A driver's client and what is made of that which it tells. */
final class WatchedClient implements AutoCloseable {

    private final List<PolyMongoEvent> events = new CopyOnWriteArrayList<>();
    final PoolGauge gauge = new PoolGauge();
    final Connectivity connectivity = new Connectivity("shared", events::add, InstantSource.system());
    final MongoClient client;

    WatchedClient(String uri, Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder builder = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToServerSettings(server -> server.heartbeatFrequency(500, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.addConnectionPoolListener(gauge).addConnectionPoolListener(connectivity))
                .applyToClusterSettings(cluster -> cluster.addClusterListener(connectivity));
        more.accept(builder);
        MongoClientSettings settings = builder.build();
        connectivity.settled(settings);
        client = MongoClients.create(settings);
    }

    boolean isConnected() {
        return connectivity.isConnected(client.getClusterDescription());
    }

    List<PolyMongoEvent> events() {
        return List.copyOf(events);
    }

    /** The kinds of the events, in order. */
    List<String> kinds() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Override
    public void close() {
        connectivity.retire();
        client.close();
    }
}
