package io.polymongo.internal.config;

import com.mongodb.ConnectionString;
import com.mongodb.connection.ConnectionPoolSettings;
import com.mongodb.spi.dns.DnsClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be said of a configured URI without asking anybody, and without telling its secrets. */
public final class ConnectionUri {

    /** In the place of a URI: a server of PolyMongo's own. */
    public static final String EMBEDDED = "embedded";

    /** In bytes, by the specification of the handshake. */
    private static final int LONGEST_APPLICATION_NAME = 128;

    /** Parsing {@code mongodb+srv} asks for TXT records; start-up validation must not wait for a name server. */
    private static final DnsClient NO_RECORDS = (name, type) -> List.of();

    private ConnectionUri() {}

    /** Whether PolyMongo starts the server itself. */
    public static boolean isEmbedded(String uri) {
        return EMBEDDED.equals(uri);
    }

    /** What is wrong with a URI, with the remedy, or null. */
    public static @Nullable String problem(String uri) {
        if (isEmbedded(uri)) {
            return null;
        }
        if (!uri.startsWith("mongodb://") && !uri.startsWith("mongodb+srv://")) {
            return "is not a MongoDB URI; give mongodb://host:port, mongodb+srv://host, or embedded";
        }
        if (hasWhiteSpace(uri)) {
            // The driver takes it for a part of a host's or replica set's name, and then waits for that server.
            return "has white space in it; remove it";
        }
        try {
            checkRanges(parse(uri));
            return null;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The driver's message quotes parts of the URI: told only where no part can be a secret.
            return uri.indexOf('@') >= 0
                    ? "is not a valid MongoDB URI; percent-encode user name and password, and check hosts and options"
                    : "is not a valid MongoDB URI: " + e.getMessage();
        }
    }

    private static boolean hasWhiteSpace(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            if (Character.isWhitespace(uri.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Options that the driver would refuse, or stumble over, only when it is used. Least and most connections are not
     * compared here: keys of ours beat them. Whole {@code MongoClientSettings} would say it all, and load the driver's
     * codecs and its resolvers for it: half of the start.
     */
    private static void checkRanges(ConnectionString parsed) {
        notNegative("connectTimeoutMS", parsed.getConnectTimeout());
        notNegative("timeoutMS", parsed.getTimeout());
        notNegative("localThresholdMS", parsed.getLocalThreshold());
        String name = parsed.getApplicationName();
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > LONGEST_APPLICATION_NAME) {
            throw new IllegalArgumentException("appName must have at most " + LONGEST_APPLICATION_NAME + " bytes");
        }
        Integer mostConnections = parsed.getMaxConnectionPoolSize();
        boolean negative = mostConnections != null && mostConnections < 0;
        ConnectionPoolSettings.builder()
                .applyConnectionString(parsed)
                .maxSize(negative ? mostConnections : Integer.MAX_VALUE)
                .build();
    }

    private static void notNegative(String option, @Nullable Number value) {
        if (value != null && value.longValue() < 0) {
            throw new IllegalArgumentException(option + " must be >= 0");
        }
    }

    /** The database that a URI names, or null. */
    public static @Nullable String database(String uri) {
        ConnectionString parsed = parsed(uri);
        return parsed == null ? null : parsed.getDatabase();
    }

    /** A valid URI's options as far as its text has them, or null for {@code embedded}. */
    public static @Nullable ConnectionString parsed(String uri) {
        return isEmbedded(uri) ? null : parse(uri);
    }

    /** A URI with its user information hidden, whether the URI is valid or not. */
    public static String redacted(String uri) {
        int scheme = uri.indexOf("://");
        int start = scheme < 0 ? 0 : scheme + "://".length();
        int at = uri.lastIndexOf('@');
        String hidden = at < start ? uri : uri.substring(0, start) + "***" + uri.substring(at);
        return hidden.replaceAll("(?i)([?&;](?:[a-z]*password|authMechanismProperties)=)[^&;]*", "$1***");
    }

    private static ConnectionString parse(String uri) {
        return new ConnectionString(uri, NO_RECORDS);
    }
}
