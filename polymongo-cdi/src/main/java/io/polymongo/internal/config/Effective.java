package io.polymongo.internal.config;

import com.mongodb.ConnectionString;
import io.polymongo.ConnectionConfig;
import io.polymongo.PoolConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What counts in the end: a key of ours beats the URI's option, which beats our default. The one place that says so.
 * (DNS cannot add to it: its TXT records carry none of these options.)
 *
 * @param database the default database
 * @param maxSize most connections per server; 0 for no bound
 * @param minSize connections kept per server
 * @param waitTimeout longest wait for a connection of the pool
 * @param connectTimeout longest wait for a connection to be opened
 * @param selectionTimeout longest wait for a suitable server
 */
public record Effective(
        String database,
        int maxSize,
        int minSize,
        Duration waitTimeout,
        Duration connectTimeout,
        Duration selectionTimeout) {

    /** Reckons it from configured values and a valid URI's text. */
    public static Effective of(ConnectionConfig connection, PoolConfig pool) {
        ConnectionString parsed = ConnectionUri.parsed(connection.uri());
        ConnectionString uri = parsed != null ? parsed : new ConnectionString("mongodb://localhost");
        return new Effective(
                first(connection.defaultDatabase(), uri.getDatabase(), "default"),
                first(pool.maxSize(), uri.getMaxConnectionPoolSize(), 10),
                first(pool.minIdle(), uri.getMinConnectionPoolSize(), 0),
                first(pool.waitTimeout(), millis(uri.getMaxWaitTime()), Duration.ofSeconds(10)),
                first(connection.connectTimeout(), millis(uri.getConnectTimeout()), Duration.ofSeconds(10)),
                first(connection.selectionTimeout(), millis(uri.getServerSelectionTimeout()), Duration.ofSeconds(30)));
    }

    private static @Nullable Duration millis(@Nullable Integer millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static <T> T first(@Nullable T key, @Nullable T uri, T fallback) {
        if (key != null) {
            return key;
        }
        return uri != null ? uri : fallback;
    }
}
