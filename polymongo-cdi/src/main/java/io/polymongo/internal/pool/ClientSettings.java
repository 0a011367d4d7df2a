package io.polymongo.internal.pool;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ConnectionPoolSettings;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongoConfig;
import io.polymongo.internal.config.Effective;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.PojoCodecProvider;
import org.jspecify.annotations.Nullable;

/** What the driver is told for a pool: the URI's options, ours over them, the application's last. */
public final class ClientSettings {

    private final PolyMongoConfig config;
    private final List<CodecProvider> codecProviders;
    private final List<MongoClientCustomizer> customizers;

    /** One for all clients, as it keeps what it learns of classes; made with the first of them, as it loads a hundred. */
    private @Nullable CodecRegistry codecs;

    /** Keeps what does not change from client to client. */
    public ClientSettings(
            PolyMongoConfig config, List<CodecProvider> codecProviders, List<MongoClientCustomizer> customizers) {
        this.config = config;
        this.codecProviders = List.copyOf(codecProviders);
        this.customizers = List.copyOf(customizers);
    }

    private synchronized CodecRegistry codecs() {
        CodecRegistry known = codecs;
        if (known == null) {
            known = registry(codecProviders);
            codecs = known;
        }
        return known;
    }

    /** The application's codecs, then the driver's (records among them), then POJOs by reflection. */
    private static CodecRegistry registry(List<CodecProvider> own) {
        CodecRegistry byDefault = CodecRegistries.fromRegistries(
                MongoClientSettings.getDefaultCodecRegistry(),
                CodecRegistries.fromProviders(
                        PojoCodecProvider.builder().automatic(true).build()));
        return own.isEmpty()
                ? byDefault
                : CodecRegistries.fromRegistries(CodecRegistries.fromProviders(own), byDefault);
    }

    /**
     * Settings for one client. Asks DNS where the URI is {@code mongodb+srv}.
     *
     * @param pool the pool's name
     * @param uri where the servers are
     * @param effective the values in force
     * @param signs listens to the client
     */
    MongoClientSettings forClient(String pool, String uri, Effective effective, ClientSigns signs) {
        ConnectionString parsed = new ConnectionString(uri);
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(parsed)
                .codecRegistry(codecs())
                .applyToConnectionPoolSettings(builder -> connections(builder, effective))
                .applyToSocketSettings(builder ->
                        builder.connectTimeout(effective.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .applyToClusterSettings(builder -> builder.serverSelectionTimeout(
                        effective.selectionTimeout().toMillis(), TimeUnit.MILLISECONDS));
        Duration operationTimeout = config.connection().operationTimeout();
        if (operationTimeout != null) {
            settings.timeout(operationTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (parsed.getUuidRepresentation() == null) {
            // The driver refuses UUIDs until it is told how to write them; new data is written in the standard way.
            settings.uuidRepresentation(UuidRepresentation.STANDARD);
        }
        customizers.forEach(customizer -> customizer.customize(pool, settings));
        // After the customizers, which might put a whole set of settings in place of these.
        return signs.listenTo(settings);
    }

    /** What the driver would be told of connections; what customizers say to that is known with a client only. */
    ConnectionPoolSettings limits(Effective effective) {
        ConnectionPoolSettings.Builder builder = ConnectionPoolSettings.builder();
        connections(builder, effective);
        return builder.build();
    }

    private void connections(ConnectionPoolSettings.Builder builder, Effective effective) {
        builder.maxSize(effective.maxSize())
                .minSize(effective.minSize())
                .maxWaitTime(effective.waitTimeout().toMillis(), TimeUnit.MILLISECONDS);
        Duration idle = config.pool().connectionIdleTimeout();
        if (idle != null) {
            builder.maxConnectionIdleTime(idle.toMillis(), TimeUnit.MILLISECONDS);
        }
        Duration age = config.pool().connectionMaxAge();
        if (age != null) {
            builder.maxConnectionLifeTime(age.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
