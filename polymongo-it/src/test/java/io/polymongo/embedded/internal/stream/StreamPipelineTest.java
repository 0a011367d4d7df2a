package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.aggregate;
import static io.polymongo.embedded.internal.stream.StreamBed.ids;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stages after the first make of events. */
class StreamPipelineTest {

    private final StreamBed bed = new StreamBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private static Document stage(String name, Object argument) {
        return new Document(name, argument);
    }

    private List<Document> insertThrough(Document... stages) {
        Stream stream = bed.watch("shop", "orders", stages);
        bed.insert("shop", "orders", 1, 2);
        return stream.next();
    }

    private CommandError refusal(Document stage) {
        return bed.failure("shop", aggregate("orders", new Document(), stage));
    }

    private CommandError failureThrough(Document... stages) {
        Stream stream = bed.watch("shop", "orders", stages);
        bed.insert("shop", "orders", 1);
        return stream.failure();
    }

    @Test
    void conditionsChoose() {
        assertThat(ids(insertThrough(stage("$match", new Document("fullDocument._id", 2)))))
                .containsExactly(2);
        assertThat(insertThrough(stage("$match", new Document("operationType", "delete"))))
                .isEmpty();
    }

    @Test
    void fieldsAreAddedAlsoInsideOthersAndTheOplogIsLeftAsItWas() {
        for (String name : List.of("$set", "$addFields")) {
            List<Document> events =
                    insertThrough(stage(name, new Document("fullDocument.seen", true).append("at", "$ns.coll")));
            assertThat(((Document) events.get(0).get("fullDocument")).get("seen"))
                    .isEqualTo(true);
            assertThat(events.get(0).get("at")).isEqualTo("orders");
        }
        assertThat(bed.oplog.after(0, 10))
                .allSatisfy(entry -> assertThat(entry.change().after().keySet()).containsExactly("_id"));
    }

    @Test
    void fieldsAreChosenAndRemoved() {
        Document event = insertThrough(
                        stage("$project", new Document("documentKey", 1).append("ns", new Document("db", 1))))
                .get(0);
        assertThat(event.keySet()).containsExactlyInAnyOrder("_id", "documentKey", "ns");
        assertThat(event.get("ns")).isEqualTo(new Document("db", "shop"));
        assertThat(insertThrough(stage("$unset", List.of("wallTime", "ns.coll")))
                        .get(0)
                        .get("ns"))
                .isEqualTo(new Document("db", "shop"));
    }

    @Test
    void rootsAreReplaced() {
        Document root = new Document("_id", "$_id").append("key", "$documentKey._id");
        for (Document stage :
                List.of(stage("$replaceWith", root), stage("$replaceRoot", new Document("newRoot", root)))) {
            Document event = insertThrough(stage).get(0);
            assertThat(event.keySet()).containsExactlyInAnyOrder("_id", "key");
            assertThat(event.get("key")).isEqualTo(1);
        }
    }

    @Test
    void eventsAreRedacted() {
        Document ifOne = new Document(
                "$cond", List.of(new Document("$eq", List.of("$documentKey._id", 1)), "$$KEEP", "$$PRUNE"));
        assertThat(ids(insertThrough(stage("$redact", ifOne)))).containsExactly(1);
    }

    @Test
    void anEventWithoutItsTokenEndsTheStream() {
        for (Document stage : List.of(
                stage("$unset", "_id"),
                stage("$project", new Document("_id", 0)),
                stage("$set", new Document("_id", "x")),
                stage("$replaceWith", "$ns"))) {
            CommandError error = failureThrough(stage);
            assertThat(error.code()).isEqualTo(280);
            assertThat(error.labels()).containsExactly("NonResumableChangeStreamError");
            assertThat(error)
                    .hasMessageStartingWith("Executor error during getMore :: caused by :: Encountered an event whose "
                            + "_id field, which contains the resume token, was modified by the pipeline.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$group", "$sort", "$limit", "$lookup", "$out", "$merge", "$count", "$unwind", "$facet"})
    void stagesThatNeedMoreThanOneEventAreNotPermitted(String name) {
        assertThat(refusal(stage(name, new Document())))
                .hasMessage(name + " is not permitted in a $changeStream pipeline")
                .returns(20, CommandError::code);
    }

    @Test
    void stagesThatAreUnknownOrMalformedAreRefused() {
        assertThat(refusal(stage("$foo", 1))).hasMessage("Unrecognized pipeline stage name: '$foo'");
        assertThat(refusal(new Document("$match", new Document()).append("$set", new Document()))
                        .code())
                .isEqualTo(40323);
        assertThat(refusal(stage("$match", 1)).code()).isEqualTo(15959);
        assertThat(refusal(stage("$match", new Document("$jsonSchema", new Document())))
                        .code())
                .isEqualTo(115);
        assertThat(refusal(stage("$set", 1)).code()).isEqualTo(40272);
        assertThat(refusal(stage("$project", 1)).code()).isEqualTo(15969);
        assertThat(refusal(stage("$replaceRoot", 1)).code()).isEqualTo(40229);
        assertThat(refusal(stage("$changeStreamSplitLargeEvent", new Document("a", 1)))
                        .code())
                .isEqualTo(7182800);
        Document split = stage("$changeStreamSplitLargeEvent", new Document());
        assertThat(bed.failure("shop", aggregate("orders", new Document(), split, stage("$match", new Document())))
                        .code())
                .isEqualTo(7182802);
        assertThat(refusal(stage("$project", new Document("a.b", "$ns"))).code())
                .isEqualTo(115);
        assertThat(bed.streams.openStreams()).isZero();
    }
}
