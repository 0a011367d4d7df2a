package io.polymongo.internal.pool;

import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.spi.dns.DnsException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt to connect means for the start: whether waiting may change it. Told by types, codes, and what the
 * driver notes of its servers; never by text.
 */
public enum StartVerdict {
    /** The server, its network or its name server may come back. */
    MAY_HEAL(""),
    /** User, password, authentication source or mechanism. */
    CREDENTIALS("the server refuses to log it in; correct user, password, authSource or authMechanism in %s"),
    /** Logged in, and not allowed to. */
    RIGHTS("its user has no right to use the server; grant it, or name another user in %s"),
    /** One side without TLS, or a certificate that is not trusted. */
    TLS("it and the server do not agree on TLS: one side does not use it, or the certificate is not trusted;"
            + " correct tls in %s, or the trust store"),
    /** A URI, or what DNS or the application adds to it. */
    CONFIGURATION("no client can be made of %s, or of what its DNS records or a MongoClientCustomizer add; the cause"
            + " says why"),
    /** A server of another time. */
    INCOMPATIBLE("the driver does not work with the version of the server; update one, or name another server in %s");

    /** Far more than anybody wraps: causes may go round in a circle. */
    private static final int DEEPEST = 100;

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final int ATLAS_ERROR = 8000;

    private final String meaning;

    StartVerdict(String meaning) {
        this.meaning = meaning;
    }

    /**
     * Judges an attempt.
     *
     * @param error what it threw
     * @param seen what the driver knows of the servers since, or null if there is no client
     */
    public static StartVerdict of(Throwable error, @Nullable ClusterDescription seen) {
        StartVerdict own = error instanceof MongoException ? ofCauses(error) : CONFIGURATION;
        return own == MAY_HEAL && seen != null ? behind(seen) : own;
    }

    /** A time-out says nothing of its reason: that stands with the servers. One that is reached shows that it may heal. */
    private static StartVerdict behind(ClusterDescription seen) {
        StartVerdict worst = ofNullable(seen.getSrvResolutionException());
        for (ServerDescription server : seen.getServerDescriptions()) {
            if (server.isOk()) {
                return MAY_HEAL;
            }
            if (worst == MAY_HEAL) {
                worst = ofNullable(server.getException());
            }
        }
        return worst;
    }

    private static StartVerdict ofNullable(@Nullable Throwable error) {
        return error == null ? MAY_HEAL : ofCauses(error);
    }

    /** A lost connection counts first: the driver takes one for a failed login, too. Then whoever speaks first. */
    private static StartVerdict ofCauses(Throwable error) {
        List<Throwable> causes = causes(error);
        if (causes.stream().anyMatch(StartVerdict::isOutage)) {
            return MAY_HEAL;
        }
        if (causes.stream().anyMatch(SSLException.class::isInstance)) {
            return TLS;
        }
        if (causes.stream().anyMatch(MongoSocketException.class::isInstance)) {
            return MAY_HEAL;
        }
        return causes.stream()
                .map(StartVerdict::ofOne)
                .filter(StartVerdict::isFatal)
                .findFirst()
                .orElse(MAY_HEAL);
    }

    private static StartVerdict ofOne(Throwable error) {
        if (error instanceof MongoSecurityException) {
            return CREDENTIALS;
        }
        if (error instanceof MongoConfigurationException) {
            return CONFIGURATION;
        }
        if (error instanceof MongoIncompatibleDriverException) {
            return INCOMPATIBLE;
        }
        int code = error instanceof MongoException said ? said.getCode() : 0;
        return switch (code) {
            case AUTHENTICATION_FAILED, ATLAS_ERROR -> CREDENTIALS;
            case UNAUTHORIZED -> RIGHTS;
            default -> MAY_HEAL;
        };
    }

    /** Whatever stands over it: a connection that broke while TLS was negotiated, a server that ends during a login. */
    private static boolean isOutage(Throwable error) {
        return error instanceof SocketException
                || error instanceof EOFException
                || error instanceof SocketTimeoutException
                || error instanceof DnsException
                || error instanceof MongoNotPrimaryException
                || error instanceof MongoNodeIsRecoveringException;
    }

    private static List<Throwable> causes(Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        Throwable each = error;
        while (each != null && causes.size() < DEEPEST) {
            causes.add(each);
            each = each.getCause();
        }
        return causes;
    }

    /** Whether waiting changes nothing. */
    public boolean isFatal() {
        return this != MAY_HEAL;
    }

    /** What is wrong and what to do, in fixed words: what the driver says may quote a URI. */
    String line(String pool, String uriKey) {
        return "the pool '" + pool + "' cannot connect: " + meaning.formatted(uriKey);
    }

    /** An error and the reasons that servers give, by their classes alone. */
    static String reason(Throwable error, @Nullable ClusterDescription seen) {
        Throwable reason = error;
        if (seen != null) {
            reason = seen.getServerDescriptions().stream()
                    .map(ServerDescription::getException)
                    .filter(each -> each != null)
                    .findFirst()
                    .orElse(error);
        }
        List<Throwable> causes = causes(reason);
        Throwable innermost = causes.get(causes.size() - 1);
        return error == innermost ? name(error) : name(error) + ", " + name(innermost);
    }

    private static String name(Throwable error) {
        return error.getClass().getSimpleName();
    }
}
