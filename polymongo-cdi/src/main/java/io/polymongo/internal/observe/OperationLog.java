package io.polymongo.internal.observe;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.polymongo.internal.log.Log;
import jakarta.enterprise.inject.Vetoed;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A debug line for each command of a client: {@code [pool] database.collection find 3.2 ms ok tenant=acme}. Of the
 * command no more than its name and its collection is said, and of errors their codes and names: their texts may quote
 * data. Thread-safe.
 *
 * <p>The driver calls this on the thread that sends the command, which is its caller's.
 */
// Quarkus's extension for MongoDB makes a bean of each listener that it finds.
@Vetoed
public final class OperationLog implements CommandListener {

    /** The driver ends each command that it starts; should it ever not, no more than this is kept. */
    private static final int MOST_RUNNING = 10_000;

    /** What only the start of a command knows. */
    private record Running(String namespace, @Nullable String tenant) {}

    private final Log log;
    private final Supplier<@Nullable String> tenant;
    private final ConcurrentMap<Integer, Running> running = new ConcurrentHashMap<>();

    /**
     * Writes for a pool.
     *
     * @param tenant the tenant of the calling thread, or null for none
     */
    public OperationLog(String pool, Supplier<@Nullable String> tenant, Log log) {
        this.log = log.ofPool(pool);
        this.tenant = tenant;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        guarded(() -> {
            if (log.isDebug() && running.size() < MOST_RUNNING) {
                running.put(event.getRequestId(), new Running(Namespaces.of(event), tenantOfCaller()));
            }
        });
    }

    /** A caller whose tenant cannot be told has none here. */
    private @Nullable String tenantOfCaller() {
        try {
            return tenant.get();
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        guarded(() -> {
            Running started = running.remove(event.getRequestId());
            if (started != null) {
                long nanos = event.getElapsedTime(TimeUnit.NANOSECONDS);
                say(started, event.getCommandName(), nanos, Outcomes.of(event.getResponse()));
            }
        });
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        guarded(() -> {
            Running started = running.remove(event.getRequestId());
            if (started != null) {
                long nanos = event.getElapsedTime(TimeUnit.NANOSECONDS);
                say(started, event.getCommandName(), nanos, Outcomes.of(event.getThrowable()));
            }
        });
    }

    private void say(Running started, String command, long nanos, String outcome) {
        String tenantPart = started.tenant() == null ? "" : " tenant=" + started.tenant();
        log.debug(String.format(
                Locale.ROOT, "%s %s %.1f ms %s%s", started.namespace(), command, nanos / 1e6, outcome, tenantPart));
    }

    /** Whatever happens here, a command does not suffer from a line about it. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError e) {
            // The line is lost: to say so would be another line.
            return;
        }
    }
}
