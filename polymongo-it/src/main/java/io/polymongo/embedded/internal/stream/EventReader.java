package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the oplog from a place on and makes batches of events of it. It holds no changes between two batches: a reader
 * that stays away too long finds that the oplog has gone on without it. For one thread at a time.
 */
final class EventReader {

    private static final int CHUNK = 128;

    private record Ready(Document event, Document token, BsonTimestamp time) {}

    private final Oplog oplog;
    private final Scope scope;
    private final Events events;
    private final EventPipeline pipeline;
    private final ResumeToken start;
    private final ResumeCheck resumeCheck;
    private final Deque<Ready> ready = new ArrayDeque<>();

    private long place;
    private boolean lost;
    private @Nullable BsonTimestamp lastTime;
    private int index;
    private @Nullable ResumeToken invalidation;
    private boolean ended;
    private Document resumeToken;
    private BsonTimestamp resumeTime;

    EventReader(Oplog oplog, Scope scope, Events events, EventPipeline pipeline, StartingPoint from) {
        this.oplog = oplog;
        this.scope = scope;
        this.events = events;
        this.pipeline = pipeline;
        this.start = from.token();
        this.resumeCheck = new ResumeCheck(from.token());
        this.place = from.place();
        this.lost = from.lost();
        this.resumeToken = from.shown();
        this.resumeTime = from.token().time();
    }

    /** The token after which a client goes on if it has seen all batches so far. */
    Document resumeToken() {
        return resumeToken;
    }

    /** Whether the stream is over: its invalidation was read. */
    boolean hasEnded() {
        return ended;
    }

    /** The events that are there, up to so many. */
    Batch read(int most) {
        Batch batch = new Batch(most);
        if (lost) {
            throw StreamErrors.historyLost();
        }
        while (deliver(batch)) {
            // In this order: all changes up to this time are in the log before it can be read on.
            BsonTimestamp reached = oplog.latestTimestamp();
            List<OplogEntry> entries = oplog.after(place, CHUNK);
            if (entries.isEmpty()) {
                idleUntil(reached);
                break;
            }
            for (OplogEntry entry : entries) {
                take(entry);
                if (!deliver(batch)) {
                    return batch;
                }
            }
        }
        return batch;
    }

    /** Moves what is ready into a batch; false when there is to be no more in it. */
    private boolean deliver(Batch batch) {
        while (!batch.isFull()) {
            Ready next = ready.peek();
            if (next == null) {
                return !endsHere();
            }
            if (!batch.add(next.event())) {
                return false;
            }
            resumeToken = next.token();
            resumeTime = next.time();
            ready.remove();
        }
        return false;
    }

    /** Also when the pipeline left the invalidation out: its token is the last all the same. */
    private boolean endsHere() {
        ResumeToken last = invalidation;
        if (last != null) {
            ended = true;
            resumeToken = last.document();
        }
        return ended;
    }

    /** Whoever resumes after this need not read again what did not concern this stream. */
    private void idleUntil(BsonTimestamp time) {
        if (time.compareTo(resumeTime) > 0) {
            resumeTime = time;
            resumeToken = ResumeToken.before(time).document();
        }
    }

    private void take(OplogEntry entry) {
        if (entry.sequence() != place + 1) {
            lost = true;
            throw StreamErrors.historyLost();
        }
        place = entry.sequence();
        index = entry.timestamp().equals(lastTime) ? index + 1 : 0;
        lastTime = entry.timestamp();
        boolean isDue = entry.timestamp().compareTo(start.time()) >= 0;
        if (!isDue
                || !scope.concerns(entry.change())
                || !events.shows(entry.change().kind())) {
            return;
        }
        ResumeToken token =
                ResumeToken.of(entry.timestamp(), index, entry.change().collectionUuid());
        offer(events.of(entry, token), token);
        boolean ends = scope.isEndedBy(entry.change().kind());
        if (resumeCheck.swallowsInvalidation(token, ends)) {
            return;
        }
        if (ends) {
            ResumeToken last = token.invalidation();
            offer(events.invalidation(entry, last), last);
            invalidation = last;
        }
    }

    private void offer(Events.Event event, ResumeToken token) {
        CommandError missing = event.missingImage();
        if (missing != null && pipeline.wantsImagesOf(event.document())) {
            throw missing;
        }
        Document result = pipeline.apply(event.document());
        if (result == null) {
            return;
        }
        if (pipeline.splits() && SplitEvent.isTooLarge(result)) {
            for (SplitEvent.Fragment fragment : SplitEvent.of(result, token)) {
                if (resumeCheck.passes(fragment.token(), event.document())) {
                    ready.add(new Ready(fragment.document(), fragment.token().document(), token.time()));
                }
            }
        } else if (resumeCheck.passesWhole(token, event.document(), pipeline.splits())) {
            Document id = token.document();
            if (!id.equals(result.get("_id"))) {
                throw StreamErrors.tokenModified(event.document(), result);
            }
            ready.add(new Ready(result, id, token.time()));
        }
    }
}
