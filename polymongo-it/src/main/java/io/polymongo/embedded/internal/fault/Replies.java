package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The outermost handler: whatever happens inside becomes a reply, with the error labels that the server adds and the
 * times that every reply has. Only a {@link ConnectionClosed} and a {@link MustWait} pass. Thread-safe.
 */
public final class Replies implements CommandHandler {

    private static final System.Logger LOG = System.getLogger(Replies.class.getName());
    private static final int HASH_BYTES = 20;

    private final Supplier<BsonTimestamp> clusterTime;
    private final LongPredicate isChangeStreamCursor;
    private final CommandHandler next;

    /**
     * Stands before another handler.
     *
     * @param clusterTime the replica set's clock
     * @param isChangeStreamCursor whether the cursor with this id reads a change stream
     */
    public Replies(Supplier<BsonTimestamp> clusterTime, LongPredicate isChangeStreamCursor, CommandHandler next) {
        this.clusterTime = clusterTime;
        this.isChangeStreamCursor = isChangeStreamCursor;
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        // Asked before the command runs: an error may end the cursor.
        boolean changeStream = opensChangeStream(request) || continuesChangeStream(request);
        BsonTimestamp before = clusterTime.get();
        Document reply;
        try {
            reply = new Document(next.handle(request));
            label(request, reply, changeStream, before);
        } catch (ConnectionClosed | MustWait e) {
            throw e;
        } catch (InjectedReply e) {
            reply = e.reply();
            labelInjected(request, e, changeStream, before);
        } catch (CommandError e) {
            reply = e.reply();
            label(request, reply, changeStream, before);
        } catch (RuntimeException | StackOverflowError e) {
            reply = unknownError(request, e);
        }
        BsonTimestamp now = clusterTime.get();
        return reply.append("$clusterTime", gossip(now)).append("operationTime", now);
    }

    private void label(Request request, Document reply, boolean changeStream, BsonTimestamp before) {
        if (!isOk(reply) || reply.containsKey("writeConcernError") || reply.containsKey("errorLabels")) {
            labelFailure(request, reply, changeStream, before);
        }
        if (isOk(reply) && CommandNames.supportsWriteConcern(request)) {
            request.connection().attribute(Wrote.class, Wrote.SOMETHING);
        }
    }

    private void labelFailure(Request request, Document reply, boolean changeStream, BsonTimestamp before) {
        boolean unchanged =
                before.equals(clusterTime.get()) && request.connection().attribute(Wrote.class) != null;
        Set<String> labels = new LinkedHashSet<>();
        if (reply.get("errorLabels") instanceof Collection<?> given) {
            given.forEach(label -> labels.add(String.valueOf(label)));
        }
        labels.addAll(ErrorLabels.of(request, code(reply), writeConcernCode(reply), changeStream, unchanged));
        if (labels.contains(ErrorLabels.TRANSIENT)) {
            labels.remove(ErrorLabels.RETRYABLE);
            labels.remove(ErrorLabels.NO_WRITES);
        }
        put(reply, labels);
    }

    private void labelInjected(Request request, InjectedReply injected, boolean changeStream, BsonTimestamp before) {
        List<String> asked = injected.labels();
        if (asked != null) {
            put(injected.reply(), asked);
        } else if (injected.ran()) {
            label(request, injected.reply(), changeStream, before);
        } else {
            // Such a failure comes before the cursor is looked up, so the server does not know that it is a stream's.
            put(
                    injected.reply(),
                    ErrorLabels.of(request, code(injected.reply()), null, opensChangeStream(request), false));
        }
    }

    private static void put(Document reply, Collection<String> labels) {
        if (labels.isEmpty()) {
            reply.remove("errorLabels");
        } else {
            reply.append("errorLabels", List.copyOf(labels));
        }
    }

    private static Document unknownError(Request request, Throwable problem) {
        StackTraceElement[] trace = problem.getStackTrace();
        LOG.log(
                System.Logger.Level.WARNING,
                "Command {0} failed unexpectedly: {1} at {2}",
                CommandNames.shortened(request.name()),
                problem.getClass().getName(),
                trace.length == 0 ? "an unknown place" : trace[0]);
        return new CommandError(
                        ErrorCode.UNKNOWN_ERROR,
                        "the embedded server failed: " + problem.getClass().getName()
                                + (problem.getMessage() == null ? "" : ": " + problem.getMessage()))
                .reply();
    }

    private static boolean opensChangeStream(Request request) {
        return request.name().equals("aggregate")
                && request.body().get("pipeline") instanceof Collection<?> stages
                && !stages.isEmpty()
                && stages.iterator().next() instanceof Document first
                && first.containsKey("$changeStream");
    }

    private boolean continuesChangeStream(Request request) {
        return request.name().equals("getMore")
                && request.target() instanceof Number cursor
                && isChangeStreamCursor.test(cursor.longValue());
    }

    private static boolean isOk(Document reply) {
        return reply.get("ok") instanceof Number ok && ok.doubleValue() == 1.0;
    }

    private static @Nullable Integer code(Document reply) {
        return !isOk(reply) && reply.get("code") instanceof Number code ? Integer.valueOf(code.intValue()) : null;
    }

    private static @Nullable Integer writeConcernCode(Document reply) {
        return reply.get("writeConcernError") instanceof Document error && error.get("code") instanceof Number code
                ? Integer.valueOf(code.intValue())
                : null;
    }

    private static Document gossip(BsonTimestamp time) {
        return new Document("clusterTime", time)
                .append("signature", new Document("hash", Binary.of(new byte[HASH_BYTES])).append("keyId", 0L));
    }

    /** Left with a connection on which something was written: from then on the server knows a last write. */
    private enum Wrote {
        SOMETHING
    }
}
