package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.engine.Dollars;
import io.polymongo.embedded.internal.engine.Sugar;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages after {@code $changeStream}, through which each event goes by itself. Not thread-safe. */
final class EventPipeline {

    private final boolean splits;
    private final boolean isEmpty;
    private final Dollars dollars;
    private final Aggregation all;
    private final Aggregation early;

    private EventPipeline(List<Document> stages, boolean splits) {
        this.splits = splits;
        this.isEmpty = stages.isEmpty();
        List<Document> plain = Sugar.inStages(stages);
        this.dollars = Dollars.during(plain);
        List<Document> seen = dollars.inStages(plain);
        this.all = compile(seen);
        this.early = compile(
                seen.stream().takeWhile(EventPipeline::comesBeforeImages).toList());
    }

    /** Reads and checks the stages. */
    static EventPipeline of(List<?> stages) {
        return new EventPipeline(PipelineStages.of(stages), PipelineStages.splits(stages));
    }

    /** Whether events that are too large are to be split. */
    boolean splits() {
        return splits;
    }

    /** What the stages make of an event, or null if they leave it out. */
    @Nullable
    Document apply(Document event) {
        return isEmpty ? event : first(all, event);
    }

    /** Whether an event is still there after those conditions which the server asks before it looks for images. */
    boolean wantsImagesOf(Document event) {
        return first(early, event) != null;
    }

    private @Nullable Document first(Aggregation aggregation, Document event) {
        // The engine's stages may change nested documents, and the oplog's are everybody's.
        return translated(() -> aggregation
                .runStagesAsStream(Stream.of(dollars.hide(event)))
                .findFirst()
                .map(dollars::show)
                .orElse(null));
    }

    private static Aggregation compile(List<Document> stages) {
        return translated(() -> Aggregation.fromPipeline(
                stages,
                database -> {
                    throw new IllegalStateException("A change stream's pipeline reads no other database");
                },
                null,
                null,
                NoopOplog.get()));
    }

    private static boolean comesBeforeImages(Document stage) {
        return stage.containsKey("$match") && !stage.toString().contains("fullDocument");
    }

    private static <T extends @Nullable Object> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (MongoServerError e) {
            throw new CommandError(e.getCode(), e.getMessageWithoutErrorCode());
        } catch (MongoServerException e) {
            throw StreamErrors.unsupported("this pipeline (" + e.getMessageWithoutErrorCode() + ")");
        }
    }
}
