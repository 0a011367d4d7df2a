package io.polymongo.internal.config;

import com.mongodb.ConnectionString;
import io.polymongo.ConnectionConfig;
import io.polymongo.PoolConfig;
import io.polymongo.PoolDefinition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What counts in the end for a pool: a key of ours beats the URI's option, which beats our default. The one place that
 * says so. (DNS cannot add to it: its TXT records carry none of these options.)
 *
 * @param uri the URI in use, secrets and all
 * @param database the default database, which no named pool's URI has a say in
 * @param maxSize most connections per server; 0 for no bound
 * @param minSize connections kept per server
 * @param waitTimeout longest wait for a connection of the pool
 * @param connectTimeout longest wait for a connection to be opened
 * @param selectionTimeout longest wait for a suitable server
 */
public record Effective(
        String uri,
        String database,
        int maxSize,
        int minSize,
        Duration waitTimeout,
        Duration connectTimeout,
        Duration selectionTimeout) {

    /** Reckons it for the shared pool, from configured values and a valid URI's text. */
    public static Effective of(ConnectionConfig connection, PoolConfig pool) {
        ConnectionString inUri = options(connection.uri());
        return of(
                connection,
                pool,
                connection.uri(),
                inUri,
                first("default", connection.defaultDatabase(), inUri.getDatabase()),
                first(10, pool.maxSize(), inUri.getMaxConnectionPoolSize()),
                first(0, pool.minIdle(), inUri.getMinConnectionPoolSize()));
    }

    /** Reckons it for a named pool. */
    public static Effective of(ConnectionConfig connection, PoolConfig pool, PoolDefinition definition) {
        return of(connection, pool, of(connection, pool), definition);
    }

    /** The same, where what counts for the shared pool is known. A pool's own URI beats {@code pool.*} in size. */
    static Effective of(ConnectionConfig connection, PoolConfig pool, Effective shared, PoolDefinition definition) {
        String own = definition.uri();
        if (own == null) {
            return new Effective(
                    shared.uri(),
                    shared.database(),
                    first(shared.maxSize(), definition.maxSize()),
                    first(shared.minSize(), definition.minIdle()),
                    shared.waitTimeout(),
                    shared.connectTimeout(),
                    shared.selectionTimeout());
        }
        ConnectionString inUri = options(own);
        return of(
                connection,
                pool,
                own,
                inUri,
                shared.database(),
                first(10, definition.maxSize(), inUri.getMaxConnectionPoolSize(), pool.maxSize()),
                first(0, definition.minIdle(), inUri.getMinConnectionPoolSize(), pool.minIdle()));
    }

    private static Effective of(
            ConnectionConfig connection,
            PoolConfig pool,
            String uri,
            ConnectionString inUri,
            String database,
            int maxSize,
            int minSize) {
        return new Effective(
                uri,
                database,
                maxSize,
                minSize,
                first(Duration.ofSeconds(10), pool.waitTimeout(), millis(inUri.getMaxWaitTime())),
                first(Duration.ofSeconds(10), connection.connectTimeout(), millis(inUri.getConnectTimeout())),
                first(
                        Duration.ofSeconds(30),
                        connection.selectionTimeout(),
                        millis(inUri.getServerSelectionTimeout())));
    }

    private static ConnectionString options(String uri) {
        ConnectionString parsed = ConnectionUri.parsed(uri);
        return parsed != null ? parsed : new ConnectionString("mongodb://localhost");
    }

    private static @Nullable Duration millis(@Nullable Integer millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    @SafeVarargs
    private static <T> T first(T fallback, @Nullable T... candidates) {
        for (T candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return fallback;
    }

    /** The components, the URI without its secrets. */
    @Override
    public String toString() {
        return "Effective[uri=" + ConnectionUri.redacted(uri) + ", database=" + database + ", maxSize=" + maxSize
                + ", minSize=" + minSize + ", waitTimeout=" + waitTimeout + ", connectTimeout=" + connectTimeout
                + ", selectionTimeout=" + selectionTimeout + "]";
    }
}
