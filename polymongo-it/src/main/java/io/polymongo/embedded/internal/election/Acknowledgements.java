package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.WriteConcernError;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits, after a write, until as many members have it as its write concern wants: those that are up have it at once, the
 * others when they come back. Nothing is locked meanwhile. Thread-safe.
 */
final class Acknowledgements {

    private static final String FIELD = "writeConcernError";
    private static final Set<String> ENDINGS = Set.of("commitTransaction", "abortTransaction");

    private final ReplicaSet set;

    Acknowledgements(ReplicaSet set) {
        this.set = set;
    }

    /**
     * The reply of a command that was carried out, with an error if its write concern is not met.
     *
     * @param startedAt when it arrived, by {@link System#nanoTime}
     */
    Document await(Request request, Document reply, long startedAt) {
        if (reply.containsKey(FIELD) || !(request.body().get("writeConcern") instanceof Document concern)) {
            return reply;
        }
        int wanted = wanted(concern.get("w"));
        if (wanted <= 1) {
            return reply;
        }
        long timeout = left(concern.get("wtimeout"));
        long limit = left(request.body().get("maxTimeMS"));
        long limitLeft = limit == Long.MAX_VALUE ? limit : limit - (System.nanoTime() - startedAt);
        Waited waited = request.connection()
                .untilGone(() ->
                        set.waiting().awaitUp(request.connection().member(), wanted, Math.min(timeout, limitLeft)));
        return switch (waited) {
            case ENOUGH -> reply;
            case TIME_OVER ->
                timeout <= limitLeft
                        ? WriteConcernError.appendTimeout(reply, concern)
                        : WriteConcernError.append(
                                reply, ErrorCode.MAX_TIME_MS_EXPIRED, "operation exceeded time limit", concern);
            case STEPPED_DOWN ->
                WriteConcernError.append(
                        reply, ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE, "operation was interrupted", concern);
            case SHUT_DOWN ->
                WriteConcernError.append(reply, ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown", concern);
            case INTERRUPTED ->
                WriteConcernError.append(reply, ErrorCode.INTERRUPTED, "operation was interrupted", concern);
        };
    }

    /** An unknown transaction is no reason to begin anew where the write concern is what failed. */
    CommandError await(Request request, CommandError error, long startedAt) {
        if (!ENDINGS.contains(request.name())
                || error.code() != ErrorCode.NO_SUCH_TRANSACTION.code()
                || error.details().containsKey(FIELD)) {
            return error;
        }
        Document details = await(request, new Document(), startedAt);
        return details.isEmpty()
                ? error
                : new CommandError(error.code(), String.valueOf(error.getMessage()), List.of(), details);
    }

    private int wanted(@Nullable Object w) {
        if (w instanceof Number number) {
            return number.intValue();
        }
        return "majority".equals(w) ? set.majority() : 0;
    }

    /** Nanoseconds; 0 is for ever, and less is not at all. */
    private static long left(@Nullable Object millis) {
        return millis instanceof Number number && number.longValue() != 0
                ? TimeUnit.MILLISECONDS.toNanos(number.longValue())
                : Long.MAX_VALUE;
    }
}
