package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.connection.ServerDescription;
import io.polymongo.EmbeddedServer;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoStats;
import io.polymongo.State;
import io.polymongo.internal.config.ConnectionUri;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a {@link MongoClient}: made at the first use, never made again because a connection dropped, closed
 * once. Thread-safe; the hot path is one volatile read.
 */
public final class Pool implements AutoCloseable {

    /** The name of the pool that every database is in. */
    public static final String SHARED = "shared";

    private static final System.Logger LOG = System.getLogger("io.polymongo");
    private static final BsonDocument PING = new BsonDocument("ping", new BsonInt32(1));

    private enum Phase {
        NEW,
        OPEN,
        CLOSING,
        DISCONNECTED,
        CLOSED
    }

    /** A client and what belongs to it, so that a reader sees them together. */
    private record Opened(MongoClient client, PoolGauge gauge, ConnectionPoolSettings limits) {

        boolean hasSelectableServer() {
            return client.getClusterDescription().getServerDescriptions().stream()
                    .anyMatch(ServerDescription::isOk);
        }

        boolean isExhausted() {
            return limits.getMaxSize() > 0 && gauge.inUse() >= limits.getMaxSize() && hasSelectableServer();
        }
    }

    private final String name;
    private final String uri;
    private final ClientSettings settings;
    private final ClientFactory factory;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private volatile Phase phase = Phase.NEW;
    private volatile @Nullable Opened opened;
    private EmbeddedServer.@Nullable Running embedded;

    /** Makes a pool that has no client yet. */
    public Pool(String name, String uri, ClientSettings settings, ClientFactory factory) {
        this.name = name;
        this.uri = uri;
        this.settings = settings;
        this.factory = factory;
    }

    /** The pool's name. */
    public String name() {
        return name;
    }

    /** The client, made now if this is the first use. */
    public MongoClient client() {
        Opened now = opened;
        return now != null ? now.client() : open(false).client();
    }

    /** Makes a client if there is none, also after {@link #disconnect}, and returns when a server answered. */
    public void connect() {
        Opened now = opened;
        MongoClient client = now != null ? now.client() : open(true).client();
        ping(client, settings.effective().connectTimeout());
    }

    /** Returns when a server answered; sends one command to the primary. */
    public void ping(Duration timeout) {
        ping(client(), timeout);
    }

    private static void ping(MongoClient client, Duration timeout) {
        client.getDatabase("admin")
                .withTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .runCommand(PING);
    }

    private Opened open(boolean reconnect) {
        if (lifecycle.isHeldByCurrentThread()) {
            throw new NotConnectedException(
                    ErrorId.OPENING,
                    "this PolyMongo was used while its client was being made; a MongoClientCustomizer must not use it");
        }
        lifecycle.lock();
        try {
            Opened now = opened;
            if (now != null) {
                return now;
            }
            if (phase == Phase.CLOSED) {
                throw new NotConnectedException(ErrorId.CLOSED, "this PolyMongo was closed; make a new one");
            }
            if (phase == Phase.DISCONNECTED && !reconnect) {
                throw new NotConnectedException(
                        ErrorId.DISCONNECTED, "this PolyMongo was disconnected; call connect() first");
            }
            PoolGauge gauge = new PoolGauge();
            MongoClientSettings forClient = settings.forClient(name, serverUri(), gauge);
            Opened made = new Opened(factory.create(forClient), gauge, forClient.getConnectionPoolSettings());
            opened = made;
            phase = Phase.OPEN;
            LOG.log(System.Logger.Level.INFO, "[{0}] opened {1}", name, ConnectionUri.redacted(uri));
            return made;
        } finally {
            lifecycle.unlock();
        }
    }

    private String serverUri() {
        if (!ConnectionUri.isEmbedded(uri)) {
            return uri;
        }
        EmbeddedServer.Running running = embedded;
        if (running == null) {
            running = EmbeddedServers.start();
            embedded = running;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "[{0}] serving from an embedded server at {1}: for development and tests, nothing is kept",
                    name,
                    running.connectionString());
        }
        return running.connectionString();
    }

    /** Closes the client, if there is one, until the next {@link #connect}; an embedded server stays. */
    public void disconnect() {
        lifecycle.lock();
        try {
            if (phase == Phase.OPEN) {
                closeClient(Phase.DISCONNECTED);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /** Closes the client and the embedded server, for good. */
    @Override
    public void close() {
        lifecycle.lock();
        try {
            if (phase != Phase.CLOSED) {
                try {
                    closeClient(Phase.CLOSED);
                } finally {
                    closeEmbedded();
                }
            }
        } finally {
            lifecycle.unlock();
        }
    }

    private void closeEmbedded() {
        EmbeddedServer.Running running = embedded;
        embedded = null;
        if (running != null) {
            running.close();
        }
    }

    private void closeClient(Phase then) {
        Opened now = opened;
        phase = Phase.CLOSING;
        opened = null;
        try {
            if (now != null) {
                now.client().close();
                LOG.log(System.Logger.Level.INFO, "[{0}] closed", name);
            }
        } finally {
            phase = then;
        }
    }

    /** How the pool stands towards its cluster, from what the driver knows at this moment. */
    public State state() {
        Opened now = opened;
        if (now != null) {
            return now.hasSelectableServer() && now.gauge().hasReadyConnection() ? State.CONNECTED : State.CONNECTING;
        }
        return switch (phase) {
            case NEW -> State.NOT_INITIALIZED;
            case OPEN -> State.CONNECTING;
            case CLOSING -> State.DISCONNECTING;
            case DISCONNECTED, CLOSED -> State.DISCONNECTED;
        };
    }

    /** Whether every connection that may be is in use: then a wait says nothing of the server. */
    public boolean isExhausted() {
        Opened now = opened;
        return now != null && now.isExhausted();
    }

    /** The figures, or empty without a client. */
    public Optional<PolyMongoStats.Pool> stats() {
        Opened now = opened;
        if (now == null) {
            return Optional.empty();
        }
        PoolGauge gauge = now.gauge();
        return Optional.of(new PolyMongoStats.Pool(
                name,
                gauge.size(),
                gauge.inUse(),
                gauge.waiting(),
                now.limits().getMaxSize(),
                now.limits().getMinSize()));
    }
}
