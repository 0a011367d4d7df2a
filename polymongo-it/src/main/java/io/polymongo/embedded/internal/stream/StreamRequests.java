package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the commands about change streams say, besides the specification of the stream. */
final class StreamRequests {

    private static final int FIRST_BATCH = 101;
    private static final long AWAIT_MILLIS = 1000;
    private static final String STAGE = "$changeStream";

    private StreamRequests() {}

    /** The stages of an aggregation that has a change stream among them, or null for every other command. */
    static @Nullable List<?> pipelineOf(Request request) {
        if (!request.name().equals("aggregate") || !(request.body().get("pipeline") instanceof List<?> stages)) {
            return null;
        }
        return stages.stream().anyMatch(StreamRequests::isChangeStream) ? stages : null;
    }

    /** The argument of the first stage, which must be the change stream. */
    static @Nullable Object argumentOf(List<?> stages) {
        if (!isChangeStream(stages.get(0)) || !(stages.get(0) instanceof Document first)) {
            throw new CommandError(40602, STAGE + " is only valid as the first stage in a pipeline");
        }
        if (first.size() != 1) {
            throw new CommandError(40323, "A pipeline stage specification object must contain exactly one field.");
        }
        return first.get(STAGE);
    }

    private static boolean isChangeStream(@Nullable Object stage) {
        return stage instanceof Document document && document.containsKey(STAGE);
    }

    /** Refuses what the server or this one cannot do with a change stream. */
    static void check(Request aggregate) {
        if (aggregate.isInTransaction()) {
            throw new CommandError(
                    ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
                    "Operation not permitted in transaction :: caused by :: Aggregation stage " + STAGE
                            + " cannot run within a multi-document transaction");
        }
        Document body = aggregate.body();
        if (body.get("readConcern") instanceof Document concern
                && concern.get("level") instanceof String level
                && !level.equals("majority")) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS,
                    "Aggregation stage " + STAGE
                            + " cannot run with a readConcern other than 'majority'. Current readConcern: " + level);
        }
        if (Boolean.TRUE.equals(body.get("explain"))) {
            throw StreamErrors.unsupported("explain");
        }
        if (!(body.get("cursor") instanceof Document)) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE,
                    "The 'cursor' option is required, except for aggregate with the explain argument");
        }
        if (body.get("collation") instanceof Document collation
                && !collation.isEmpty()
                && !"simple".equals(collation.get("locale"))) {
            throw StreamErrors.unsupported("a collation");
        }
        if (body.get("let") instanceof Document let && !let.isEmpty()) {
            throw StreamErrors.unsupported("'let'");
        }
        if (body.get("hint") != null) {
            throw StreamErrors.unsupported("'hint'");
        }
    }

    /** How many events the first batch may have; none with 0. */
    static int firstBatchSize(Request aggregate) {
        return aggregate.body().get("cursor") instanceof Document cursor
                        && cursor.get("batchSize") instanceof Number size
                ? clamp(size.longValue())
                : FIRST_BATCH;
    }

    /** How many events a further batch may have. */
    static int nextBatchSize(Request getMore) {
        return getMore.body().get("batchSize") instanceof Number size && size.longValue() > 0
                ? clamp(size.longValue())
                : Integer.MAX_VALUE;
    }

    private static int clamp(long size) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, size));
    }

    /** How long a further batch may wait for its first event, in nanoseconds. */
    static long patience(Request getMore) {
        long millis = getMore.body().get("maxTimeMS") instanceof Number given ? given.longValue() : AWAIT_MILLIS;
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
