package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.oplog.Oplog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers aggregations that begin with {@code $changeStream}, and {@code getMore} and {@code killCursors} for their
 * cursors; everything else goes on to the next handler. A stream costs no thread: it waits on that of its
 * {@code getMore}, until a change that concerns it wakes it. Thread-safe.
 */
public final class ChangeStreams implements CommandHandler, AutoCloseable {

    private static final String OPENING = "PlanExecutor error during aggregation";
    private static final String READING = "Executor error during getMore";

    private final Oplog oplog;
    private final LongSupplier ticker;
    private final LongSupplier randomIds;
    private final CommandHandler next;
    private final StreamSources sources;
    private final Images images;
    private final Wakeups wakeups;
    private final Map<Long, ChangeStream> streams = new ConcurrentHashMap<>();
    private volatile @Nullable CommandError closed;

    /**
     * Stands before another handler.
     *
     * @param sources what it asks of the store
     * @param ticker nanoseconds from any origin, such as {@link System#nanoTime}
     * @param randomIds ids for cursors; those that are not positive or taken are passed over
     * @param next answers what is no change stream's
     */
    public ChangeStreams(
            Oplog oplog, StreamSources sources, LongSupplier ticker, LongSupplier randomIds, CommandHandler next) {
        this.oplog = oplog;
        this.sources = sources;
        this.ticker = ticker;
        this.randomIds = randomIds;
        this.next = next;
        this.images = new Images(oplog, sources);
        this.wakeups = new Wakeups(oplog);
    }

    @Override
    public Document handle(Request request) {
        List<?> stages = StreamRequests.pipelineOf(request);
        if (stages != null) {
            return open(request, stages);
        }
        int member = request.connection().member();
        if (request.name().equals("getMore") && request.target() instanceof Number id) {
            ChangeStream stream = streams.get(id.longValue());
            return stream == null || !stream.isOn(member) ? next.handle(request) : readOn(request, stream);
        }
        return request.name().equals("killCursors")
                ? new KilledCursors(cursor -> killCursor(cursor, member), next).handle(request)
                : next.handle(request);
    }

    /** Whether a cursor reads a change stream. */
    public boolean isStream(long cursorId) {
        return streams.containsKey(cursorId);
    }

    /** Whose a cursor is, or null if it reads no change stream. */
    public @Nullable Owner ownerOf(long cursorId) {
        ChangeStream stream = streams.get(cursorId);
        return stream == null ? null : stream.owner();
    }

    /** How many streams are open. */
    public int openStreams() {
        return streams.size();
    }

    /** Ends the streams of a session, as its end does. */
    public void killSession(UUID session) {
        killAll(stream -> stream.belongsTo(session), killedCursor());
    }

    /** Ends the streams that were opened on a member, as when it goes down; new ones may be opened. */
    public void killMember(int member) {
        killAll(stream -> stream.isOn(member), interrupted());
    }

    /** Ends all streams and refuses new ones. */
    @Override
    public void close() {
        closed = interrupted();
        killAll(stream -> true, interrupted());
        wakeups.close();
    }

    private void killAll(Predicate<ChangeStream> which, CommandError error) {
        for (ChangeStream stream : streams.values()) {
            if (which.test(stream) && streams.remove(stream.id(), stream)) {
                stream.kill(error);
            }
        }
    }

    private boolean killCursor(long id, int member) {
        ChangeStream stream = streams.get(id);
        if (stream == null || !stream.isOn(member) || !streams.remove(id, stream)) {
            return false;
        }
        stream.kill(killedCursor());
        return true;
    }

    private Document open(Request request, List<?> stages) {
        StreamRequests.check(request);
        StreamSpec spec = StreamSpec.of(StreamRequests.argumentOf(stages));
        Scope scope = Scope.of(request, spec, sources);
        StartingPoint start = StartingPoint.of(spec, scope, oplog);
        EventPipeline pipeline = EventPipeline.of(stages.subList(1, stages.size()));
        EventReader reader = new EventReader(oplog, scope, new Events(spec, images), pipeline, start);
        int size = StreamRequests.firstBatchSize(request);
        Batch batch;
        try {
            batch = size == 0 ? new Batch(0) : reader.read(size);
        } catch (CommandError e) {
            throw StreamErrors.during(OPENING, e);
        }
        ChangeStream stream = register(request, scope, reader);
        Document reply = stream.reply("firstBatch", batch);
        if (reader.hasEnded()) {
            streams.remove(stream.id());
        }
        throwIfClosed(stream);
        return reply;
    }

    private ChangeStream register(Request request, Scope scope, EventReader reader) {
        while (true) {
            long id = randomIds.getAsLong();
            ChangeStream stream = new ChangeStream(id, scope, request, reader);
            if (id > 0 && streams.putIfAbsent(id, stream) == null) {
                return stream;
            }
        }
    }

    /** After it was registered, as closing may have gone past it. */
    private void throwIfClosed(ChangeStream stream) {
        CommandError error = closed;
        if (error != null) {
            streams.remove(stream.id());
            throw error;
        }
    }

    private Document readOn(Request request, ChangeStream stream) {
        stream.check(request);
        EventReader reader = stream.claim();
        boolean goesOn = false;
        try {
            Batch batch = await(request, stream, reader);
            goesOn = !reader.hasEnded();
            return stream.reply("nextBatch", batch);
        } catch (CommandError e) {
            throw StreamErrors.during(READING, e);
        } finally {
            stream.release();
            if (!goesOn) {
                streams.remove(stream.id(), stream);
            }
        }
    }

    private Batch await(Request request, ChangeStream stream, EventReader reader) {
        long patience = StreamRequests.patience(request);
        int size = StreamRequests.nextBatchSize(request);
        long began = ticker.getAsLong();
        Bell bell = stream.bell();
        wakeups.add(bell, stream.scope());
        try {
            while (true) {
                bell.silence();
                stream.throwIfKilled();
                Batch batch = reader.read(size);
                long left = patience - (ticker.getAsLong() - began);
                if (!batch.isEmpty() || reader.hasEnded() || left <= 0) {
                    return batch;
                }
                bell.await(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } finally {
            wakeups.remove(bell);
        }
    }

    private static CommandError interrupted() {
        return new CommandError(ErrorCode.INTERRUPTED, "operation was interrupted");
    }

    private static CommandError killedCursor() {
        return new CommandError(ErrorCode.CURSOR_KILLED, "operation was interrupted because its cursor was killed");
    }
}
