package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.time.Duration;

/** {@code getParameter} and {@code setParameter}, of what the front door lets through. */
final class ParameterCommands {

    private static final String TRANSACTION_LIFETIME = "transactionLifetimeLimitSeconds";
    private static final String CURSOR_TIMEOUT = "cursorTimeoutMillis";

    private ParameterCommands() {}

    static Document get(Call call) {
        boolean all = "*".equals(call.request().target())
                || call.request().target() instanceof Document options
                        && Boolean.TRUE.equals(options.get("allParameters"));
        Document reply = new Document();
        all(call).forEach((name, value) -> {
            if (all || call.body().containsKey(name)) {
                reply.put(name, value);
            }
        });
        if (reply.isEmpty()) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "no option found to get");
        }
        return reply.append("ok", 1.0);
    }

    /** Tells what the first of them was before. */
    static Document set(Call call) {
        return call.store().locked(() -> {
            Document before = all(call);
            Document reply = new Document();
            call.body().forEach((name, value) -> {
                if (value instanceof Number number && change(call, name, number.longValue())) {
                    reply.putIfAbsent("was", before.get(name));
                }
            });
            return reply.append("ok", 1.0);
        });
    }

    private static boolean change(Call call, String name, long value) {
        switch (name) {
            case TRANSACTION_LIFETIME -> call.environment().sessions().transactionLifetime(Duration.ofSeconds(value));
            case CURSOR_TIMEOUT -> call.environment().cursors().timeout(Duration.ofMillis(value));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Document all(Call call) {
        return call.store()
                .locked(() -> new Document("featureCompatibilityVersion", new Document("version", "7.0"))
                        .append(
                                TRANSACTION_LIFETIME,
                                seconds(call.environment().sessions().transactionLifetime()))
                        .append(
                                CURSOR_TIMEOUT,
                                call.environment().cursors().timeout().toMillis())
                        .append("localLogicalSessionTimeoutMinutes", 30)
                        .append("requireApiVersion", false)
                        .append("acceptApiVersion2", false)
                        .append("enableTestCommands", true));
    }

    /** A lifetime of less than a second, which MongoDB has not, counts as one. */
    private static int seconds(Duration duration) {
        return (int) duration.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
