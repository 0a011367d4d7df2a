package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ClusterDescription;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoStats;
import io.polymongo.State;
import io.polymongo.internal.config.ConnectionUri;
import io.polymongo.internal.config.PoolRules;
import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a {@link MongoClient}: made at the first use, never made again because a connection dropped, closed
 * once. What was closed keeps its definition, so that the next use makes a client of the same pool. Thread-safe.
 */
public final class Pool implements Probeable {

    /** The name of the pool of every database that is in no other. */
    public static final String SHARED = PoolRules.SHARED;

    private final String name;
    private final PoolParts parts;
    private final Log log;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final FormerClients former;
    private final IdleTime idle = new IdleTime();
    private volatile PoolTarget target;
    private volatile @Nullable OpenClient opened;
    private volatile boolean everOpened;
    private volatile boolean closing;

    /** Makes a pool that has no client yet. */
    Pool(String name, PoolTarget target, PoolParts parts) {
        this.name = name;
        this.target = target;
        this.parts = parts;
        this.log = parts.log().ofPool(name);
        this.former = new FormerClients(name, parts, log);
    }

    /** The pool's name. */
    @Override
    public String name() {
        return name;
    }

    /** The client for new work, made now if there is none. */
    OpenClient open() {
        OpenClient now = opened;
        return now != null ? now : make();
    }

    private OpenClient make() {
        if (lifecycle.isHeldByCurrentThread()) {
            throw new NotConnectedException(
                    ErrorId.OPENING,
                    "this PolyMongo was used while its client was being made; a MongoClientCustomizer must not use it");
        }
        lifecycle.lock();
        try {
            OpenClient now = opened;
            if (now != null) {
                return now;
            }
            parts.gate().requireOpen();
            if (closing) {
                throw new NotConnectedException(
                        ErrorId.POOL_CLOSING,
                        "the pool '" + name
                                + "' is being closed; use it again when that has ended, and it opens again");
            }
            OpenClient made = make(target);
            opened = made;
            everOpened = true;
            idle.begin(made, parts.ticker().getAsLong());
            parts.housekeeping().startFor(target.definition().closeAfterIdle());
            log.info("opened " + ConnectionUri.redacted(target.effective().uri()));
            parts.events().accept(new PolyMongoEvent.PoolOpened(name, Instant.now()));
            return made;
        } finally {
            lifecycle.unlock();
        }
    }

    private OpenClient make(PoolTarget of) {
        String uri = ConnectionUri.isEmbedded(of.effective().uri())
                ? of.server().connectionString(log)
                : of.effective().uri();
        ClientSigns signs = new ClientSigns(name, parts.events());
        MongoClientSettings settings = parts.settings().forClient(name, uri, of.effective(), signs);
        Budget.Admission admission = parts.budget().admit(name, settings);
        try {
            MongoClient client = parts.factory().create(admission.watched(settings));
            return new OpenClient(this, client, signs, parts.cursors(), admission::close, parts.ticker());
        } catch (RuntimeException | Error e) {
            admission.close();
            throw e;
        }
    }

    /** Makes a client if there is none, and returns when a server answered. */
    public void connect() {
        ping(connectTimeout());
    }

    /** Longest wait for a connection to be opened. */
    public Duration connectTimeout() {
        return target.effective().connectTimeout();
    }

    /** What the driver knows of the servers, or null where there is no client. */
    public @Nullable ClusterDescription cluster() {
        OpenClient now = opened;
        return now == null ? null : now.cluster();
    }

    /** What the client was made with, or null where there is none. */
    public @Nullable MongoClientSettings clientSettings() {
        OpenClient now = opened;
        return now == null ? null : now.signs().settings();
    }

    /** The key that its URI stands in. */
    public String uriKey() {
        return name.equals(SHARED) || target.definition().uri() == null
                ? "polymongo.uri"
                : "polymongo.pools." + name + ".uri";
    }

    /** Whether nothing connects before the first use. */
    public boolean isColdStart() {
        return target.definition().coldStart();
    }

    /** Sends one command to where the client reads; no use that would keep an idle pool from being closed. */
    @Override
    public void ping(Duration timeout) {
        OpenClient client = open();
        if (!client.takeWithin()) {
            throw cutOff(null);
        }
        try {
            client.client()
                    .getDatabase("admin")
                    .withTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .runCommand(
                            new BsonDocument("ping", new BsonInt32(1)),
                            client.signs().settings().getReadPreference());
        } catch (IllegalStateException e) {
            throw client.toldOf(e);
        } finally {
            client.giveBack();
        }
    }

    /** Works with the client under a lease. */
    public <R extends @Nullable Object> R call(Function<MongoClient, R> work) {
        OpenClient client;
        do {
            client = open();
        } while (!client.take());
        try {
            return work.apply(client.client());
        } catch (IllegalStateException e) {
            throw client.toldOf(e);
        } finally {
            client.giveBack();
        }
    }

    /** The error of work that was still in progress when its client was closed. */
    NotConnectedException cutOff(@Nullable Throwable cause) {
        return new NotConnectedException(
                ErrorId.WORK_CUT_OFF,
                "the pool '" + name + "' was closed before this had ended; do the whole again, or give"
                        + " polymongo.close-timeout more time",
                cause);
    }

    /**
     * Takes another target: new work goes there at once. Where the target would have the same client, that stays.
     *
     * @return the former client, to be given to {@link FormerClients#finish}; or null
     */
    @Nullable
    OpenClient redefine(PoolTarget to) {
        lifecycle.lock();
        try {
            boolean sameClient = to.effective().equals(target.effective()) && to.server() == target.server();
            target = to;
            if (!sameClient) {
                return detach();
            }
        } finally {
            lifecycle.unlock();
        }
        if (opened != null) {
            parts.housekeeping().startFor(to.definition().closeAfterIdle());
        }
        return null;
    }

    /** Refuses new work, waits for what is in progress up to a deadline, and closes; the next use then opens again. */
    void close(long deadline) {
        lifecycle.lock();
        try {
            detach();
            closing = true;
        } finally {
            lifecycle.unlock();
        }
        try {
            former.finishAll(deadline);
        } finally {
            closing = false;
        }
    }

    /** Refuses new work on the present client; {@link FormerClients#finishAll} follows. */
    void leave() {
        lifecycle.lock();
        try {
            detach();
        } finally {
            lifecycle.unlock();
        }
    }

    /** The clients that are being closed. */
    FormerClients former() {
        return former;
    }

    /** Whether there is a client, or one that is being closed. */
    boolean hasClient() {
        return opened != null || !former.isEmpty();
    }

    /** Has a database looked up anew, which is in another pool now; answers what was in use here. */
    Optional<PooledDatabase> forget(String database) {
        OpenClient now = opened;
        return now == null ? Optional.empty() : now.databases().forget(database);
    }

    /** Closes the client if nothing has used it for as long as the pool's definition says. */
    void closeIfIdle() {
        Duration limit = target.definition().closeAfterIdle();
        OpenClient now = opened;
        if (limit == null || now == null) {
            return;
        }
        long time = parts.ticker().getAsLong();
        if (idle.of(now, time) >= limit.toNanos() && detachIdle(now)) {
            // Who had the client in hand already may finish; what waits for that must not keep others waiting.
            long never = time + TimeUnit.DAYS.toNanos(1);
            Thread closer = new Thread(() -> former.finish(now, never), "polymongo-expire-" + name);
            closer.setDaemon(true);
            closer.start();
        }
    }

    private boolean detachIdle(OpenClient client) {
        lifecycle.lock();
        try {
            if (opened != client || idle.isInUse(client)) {
                return false;
            }
            detach();
            return true;
        } finally {
            lifecycle.unlock();
        }
    }

    private @Nullable OpenClient detach() {
        OpenClient now = opened;
        if (now != null) {
            former.add(now);
            opened = null;
            now.refuse();
        }
        return now;
    }

    @Override
    public boolean isExhausted() {
        OpenClient now = opened;
        ClusterDescription cluster = now == null ? null : now.cluster();
        return now != null
                && cluster != null
                && Selection.isExhausted(
                        cluster,
                        now.signs().settings().getReadPreference(),
                        now.signs().gauge(),
                        now.signs().limits().getMaxSize(),
                        System.nanoTime());
    }

    /** To ask the shared pool is a use of it; another one that was closed is left closed. */
    @Override
    public boolean isProbed() {
        return opened != null || name.equals(SHARED) || !isColdStart() && !everOpened;
    }

    /** The figures of the databases that are in use here. */
    Stream<PolyMongoStats.Database> databases() {
        OpenClient now = opened;
        return now == null ? Stream.empty() : PoolFigures.ofDatabases(name, now.databases());
    }

    /** The figures. */
    PolyMongoStats.Pool stats() {
        OpenClient now = opened;
        return now == null
                ? PoolFigures.of(name, state(), parts.settings().limits(target.effective()), 0, List.of())
                : PoolFigures.of(name, state(), now);
    }

    /** A client that was connected is being closed. Where another one serves already, the pool is what that says. */
    void lost() {
        if (opened == null) {
            parts.events().accept(new PolyMongoEvent.Disconnected(name, Instant.now()));
        }
    }

    /** How the pool stands towards its cluster, from what the driver knows at this moment. */
    @Override
    public State state() {
        State ofAll = parts.gate().state();
        if (ofAll != null) {
            return ofAll;
        }
        OpenClient now = opened;
        ClusterDescription cluster = now == null ? null : now.cluster();
        if (now != null && cluster != null) {
            return now.signs().connectivity().isConnected(cluster) ? State.CONNECTED : State.CONNECTING;
        }
        if (closing) {
            return State.DISCONNECTING;
        }
        return everOpened ? State.DISCONNECTED : State.NOT_INITIALIZED;
    }
}
