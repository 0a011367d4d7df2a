package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ConnectionPoolSettings;
import io.polymongo.PolyMongoEvent;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What the driver tells of one client: listening before the client is made, and of no effect once that is retired, so that
 * what it still tells then touches no other.
 */
final class ClientSigns {

    private final PoolGauge gauge = new PoolGauge();
    private final Connectivity connectivity;
    private volatile MongoClientSettings settings =
            MongoClientSettings.builder().build();

    ClientSigns(String pool, Consumer<PolyMongoEvent> events) {
        this.connectivity = new Connectivity(pool, events, InstantSource.system());
    }

    /** Listens to the client that will be made of these settings, which are complete but for that. */
    MongoClientSettings listenTo(MongoClientSettings.Builder all) {
        settings = all.applyToConnectionPoolSettings(
                        listeners -> listeners.addConnectionPoolListener(gauge).addConnectionPoolListener(connectivity))
                .applyToClusterSettings(listeners -> listeners.addClusterListener(connectivity))
                .build();
        connectivity.settled(settings);
        return settings;
    }

    PoolGauge gauge() {
        return gauge;
    }

    Connectivity connectivity() {
        return connectivity;
    }

    MongoClientSettings settings() {
        return settings;
    }

    ConnectionPoolSettings limits() {
        return settings.getConnectionPoolSettings();
    }

    /** The client is about to be closed; answers whether it was said to be connected. */
    boolean retire() {
        return connectivity.retire();
    }
}
