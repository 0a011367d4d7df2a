package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.connection.ClusterDescription;
import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool that shall be connected at the start.
 *
 * @param name the pool's name
 * @param uriKey the key that its URI stands in
 * @param attempt returns when a server answered; never opens again what was disconnected
 * @param settings the client's settings, or null where there is no client
 * @param seen what the driver knows of the servers; null, or an error, where there is no client
 */
public record StartCandidate(
        String name,
        String uriKey,
        Runnable attempt,
        Supplier<@Nullable MongoClientSettings> settings,
        Supplier<@Nullable ClusterDescription> seen) {

    /** Whether waiting may change what an attempt ended with; asks a server that hangs up how it is to be spoken to. */
    StartVerdict judge(Throwable error) {
        ClusterDescription servers = seenNow();
        StartVerdict verdict = StartVerdict.of(error, servers);
        MongoClientSettings made = settings.get();
        boolean otherProtocol = verdict == StartVerdict.MAY_HEAL
                && servers != null
                && made != null
                && SpokenProtocol.isOther(made, servers);
        return otherProtocol ? StartVerdict.TLS : verdict;
    }

    private @Nullable ClusterDescription seenNow() {
        try {
            return seen.get();
        } catch (RuntimeException e) {
            // There is none any more: what the attempt threw says why.
            return null;
        }
    }

    /** What is wrong and what to do; our own errors say it themselves. */
    String line(StartVerdict verdict, Throwable error) {
        if (error instanceof ConfigurationException own && own.id() == ErrorId.START_REFUSED) {
            return String.join("; ", own.problems());
        }
        return error instanceof PolyMongoException own ? String.valueOf(own.getMessage()) : verdict.line(name, uriKey);
    }

    /** What an attempt ended with, by classes alone. */
    String reason(Throwable error) {
        return StartVerdict.reason(error, seenNow());
    }
}
