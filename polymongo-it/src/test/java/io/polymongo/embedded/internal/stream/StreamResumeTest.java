package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.aggregate;
import static io.polymongo.embedded.internal.stream.StreamBed.ids;
import static io.polymongo.embedded.internal.stream.StreamBed.inserted;
import static io.polymongo.embedded.internal.stream.StreamBed.later;
import static io.polymongo.embedded.internal.stream.StreamBed.token;
import static io.polymongo.embedded.internal.stream.StreamBed.types;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a stream begins and goes on. */
class StreamResumeTest {

    private static final String NOT_RESUMABLE = "NonResumableChangeStreamError";

    private final StreamBed bed = new StreamBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private Stream resume(String how, Object from, Document... stages) {
        return bed.open("shop", "orders", new Document(how, from), stages);
    }

    private CommandError refusal(Document spec) {
        return bed.failure("shop", aggregate("orders", spec));
    }

    @Test
    void withoutAnythingItBeginsNow() {
        bed.insert("shop", "orders", 1);
        Stream stream = bed.watch("shop", "orders");
        assertThat(stream.events()).isEmpty();
        bed.insert("shop", "orders", 2);
        assertThat(ids(stream.next())).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resumeAfter", "startAfter"})
    void goesOnAfterAnEventsToken(String how) {
        Stream stream = bed.watch("shop", "orders");
        bed.insert("shop", "orders", 1, 2, 3);
        List<Document> events = stream.next();
        Stream resumed = resume(how, token(events.get(0)));
        assertThat(ids(resumed.events())).containsExactly(2, 3);
        assertThat(resume(how, token(events.get(2))).events()).isEmpty();
    }

    @Test
    void goesOnInTheMiddleOfATransaction() {
        Stream stream = bed.watch("shop", "orders");
        bed.oplog.append(
                List.of(
                        inserted("shop", "orders", 1),
                        inserted("shop", "other", 2),
                        inserted("shop", "orders", 3),
                        inserted("shop", "orders", 4)),
                new Document("id", 1),
                1L);
        List<Document> events = stream.next();
        assertThat(ids(events)).containsExactly(1, 3, 4);
        assertThat(events)
                .extracting(event -> token(event).get("_data").toString())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(ids(resume("resumeAfter", token(events.get(0))).events())).containsExactly(3, 4);
        assertThat(ids(resume("resumeAfter", token(events.get(1))).events())).containsExactly(4);
        assertThat(resume("resumeAfter", token(events.get(2))).events()).isEmpty();
    }

    @Test
    void everyBatchHasATokenThatLosesAndRepeatsNothing() {
        Stream stream = bed.watch("shop", "orders");
        Document atFirst = stream.token();
        bed.insert("shop", "orders", 1, 2);
        Document getMore = stream.getMore().append("batchSize", 1);
        assertThat(ids(stream.next(getMore))).containsExactly(1);
        Document afterOne = stream.token();
        assertThat(afterOne).isEqualTo(token(stream.events().get(0)));
        assertThat(ids(stream.next())).containsExactly(2);
        Document afterTwo = stream.token();
        assertThat(ids(resume("resumeAfter", atFirst).events())).containsExactly(1, 2);
        assertThat(ids(resume("resumeAfter", afterOne).events())).containsExactly(2);
        assertThat(resume("resumeAfter", afterTwo).events()).isEmpty();
    }

    @Test
    void theTokenAdvancesWhileOthersWriteAndStaysWhileNobodyDoes() {
        Stream stream = bed.watch("shop", "orders");
        stream.next();
        String idle = stream.token().get("_data").toString();
        stream.next();
        assertThat(stream.token()).hasToString(new Document("_data", idle).toString());
        bed.insert("shop", "other", 1, 2);
        assertThat(stream.next()).isEmpty();
        String afterOthers = stream.token().get("_data").toString();
        assertThat(afterOthers).isGreaterThan(idle);
        bed.oplog.tick();
        stream.next();
        assertThat(stream.token().get("_data").toString()).isGreaterThan(afterOthers);
        bed.insert("shop", "orders", 2);
        assertThat(ids(resume("resumeAfter", stream.token()).events())).containsExactly(2);
        assertThat(ids(stream.next())).containsExactly(2);
    }

    @Test
    void theTokenOfAResumedStreamDoesNotFallBehindItsEvent() {
        Stream stream = bed.watch("shop", "orders");
        bed.insert("shop", "orders", 1);
        Document last = token(stream.next().get(0));
        Stream resumed = resume("resumeAfter", last);
        assertThat(resumed.token()).isEqualTo(last);
        resumed.next();
        assertThat(resumed.token()).isEqualTo(last);
    }

    @Test
    void beginsAtATimeThatItIncludes() {
        bed.insert("shop", "orders", 1, 2, 3);
        BsonTimestamp second = bed.oplog.after(1, 1).get(0).timestamp();
        assertThat(ids(resume("startAtOperationTime", second).events())).containsExactly(2, 3);
        assertThat(ids(resume("startAtOperationTime", new BsonTimestamp(1)).events()))
                .containsExactly(1, 2, 3);
    }

    @Test
    void waitsForATimeToCome() {
        BsonTimestamp future = later(bed.oplog.latestTimestamp(), 3);
        Stream stream = resume("startAtOperationTime", future);
        Document token = stream.token();
        bed.insert("shop", "orders", 1, 2);
        assertThat(stream.next()).isEmpty();
        assertThat(stream.token()).isEqualTo(token);
        bed.insert("shop", "orders", 3);
        assertThat(ids(stream.next())).containsExactly(3);
    }

    @Test
    void anAbsentTokenFailsWhenItHasBeenPassed() {
        bed.insert("shop", "other", 1);
        BsonTimestamp notOurs = bed.oplog.latestTimestamp();
        Document absent =
                ResumeToken.of(notOurs, 0, StreamBed.uuid("shop", "orders")).document();
        Stream stream = resume("resumeAfter", absent);
        assertThat(stream.next()).isEmpty();
        bed.insert("shop", "orders", 2);
        CommandError error = stream.failure();
        assertThat(error.code()).isEqualTo(280);
        assertThat(error.labels()).containsExactly(NOT_RESUMABLE);
        assertThat(error)
                .hasMessageStartingWith(
                        "Executor error during getMore :: caused by :: cannot resume stream; the resume token was not found. ");
        assertThat(stream.failure().code()).isEqualTo(43);
        CommandError atOnce = refusal(new Document("resumeAfter", absent));
        assertThat(atOnce.code()).isEqualTo(280);
        assertThat(atOnce).hasMessageStartingWith("PlanExecutor error during aggregation :: caused by :: ");
    }

    @Test
    void aPipelineThatLeavesOutTheTokensEventCannotBeResumed() {
        Stream stream = bed.watch("shop", "orders");
        bed.insert("shop", "orders", 1, 2);
        Document first = token(stream.next().get(0));
        Document onlyTwo = new Document("$match", new Document("documentKey._id", 2));
        Document both = new Document("$match", new Document("operationType", "insert"));
        assertThat(bed.failure("shop", aggregate("orders", new Document("resumeAfter", first), onlyTwo))
                        .code())
                .isEqualTo(280);
        assertThat(ids(resume("resumeAfter", first, both).events())).containsExactly(2);
    }

    @Test
    void whatHasPassedTheBoundIsLost() {
        StreamBed small = new StreamBed(3);
        Stream reader = small.watch("shop", "orders");
        Stream slow = small.watch("shop", "orders");
        small.insert("shop", "orders", 1, 2, 3);
        Document first = token(reader.next().get(0));
        assertThat(ids(small.open("shop", "orders", new Document("resumeAfter", first))
                        .events()))
                .containsExactly(2, 3);
        small.insert("shop", "orders", 4);
        for (Document spec : List.of(
                new Document("resumeAfter", first),
                new Document("startAtOperationTime", ((Document) reader.events().get(0)).get("clusterTime")))) {
            CommandError error = small.failure("shop", aggregate("orders", spec));
            assertThat(error.code()).isEqualTo(286);
            assertThat(error.labels()).containsExactly(NOT_RESUMABLE);
        }
        assertThat(slow.failure().code()).isEqualTo(286);
        assertThat(slow.failure().code()).isEqualTo(43);
        assertThat(ids(reader.next())).containsExactly(4);
        small.close();
    }

    @Test
    void anInvalidationIsStartedAfterButNotResumed() {
        Stream stream = bed.watch("shop", "orders");
        bed.drop("shop", "orders");
        bed.insert("shop", "orders", 1);
        List<Document> events = stream.next();
        assertThat(types(events)).containsExactly("drop", "invalidate");
        Document invalidation = token(events.get(1));
        assertThat(stream.token()).isEqualTo(invalidation);
        assertThat(refusal(new Document("resumeAfter", invalidation)))
                .hasMessage("Attempting to resume a change stream using 'resumeAfter' is not allowed from an "
                        + "invalidate notification")
                .returns(260, CommandError::code)
                .returns(List.of(), CommandError::labels);
        Stream started = resume("startAfter", invalidation);
        assertThat(ids(started.events())).containsExactly(1);
        bed.drop("shop", "orders");
        assertThat(types(started.next())).containsExactly("drop", "invalidate");
    }

    @Test
    void afterTheDropItselfTheInvalidationComes() {
        Stream stream = bed.watch("shop", "orders");
        bed.drop("shop", "orders");
        Document drop = token(stream.next().get(0));
        Stream resumed = resume("resumeAfter", drop);
        assertThat(types(resumed.events())).containsExactly("invalidate");
        assertThat(resumed.isOver()).isTrue();
    }

    @Test
    void anInvalidationIsStartedAfterWhateverThePipelineLeavesOut() {
        Document inserts = new Document("$match", new Document("operationType", "insert"));
        Stream stream = bed.watch("shop", "orders", inserts);
        bed.drop("shop", "orders");
        assertThat(stream.next()).isEmpty();
        assertThat(stream.isOver()).isTrue();
        bed.insert("shop", "orders", 1);
        assertThat(ids(resume("startAfter", stream.token(), inserts).events())).containsExactly(1);
    }

    @Test
    void aDatabasesEndIsNoPlaceInACollection() {
        Stream database = bed.open("shop", 1, new Document());
        bed.dropDatabase("shop");
        List<Document> events = database.next();
        assertThat(refusal(new Document("startAfter", token(events.get(0)))).code())
                .isEqualTo(260);
        bed.insert("shop", "orders", 1);
        assertThat(ids(bed.open("shop", 1, new Document("startAfter", token(events.get(1))))
                        .events()))
                .containsExactly(1);
    }

    @Test
    void oneWayToBeginIsEnough() {
        Document token = bed.watch("shop", "orders").token();
        BsonTimestamp time = bed.oplog.latestTimestamp();
        assertThat(refusal(new Document("resumeAfter", token).append("startAfter", token))
                        .code())
                .isEqualTo(50865);
        assertThat(refusal(new Document("resumeAfter", token).append("startAtOperationTime", time))
                        .code())
                .isEqualTo(40674);
        assertThat(refusal(new Document("resumeAfter", new Document("_data", "xx")))
                        .code())
                .isEqualTo(9);
        assertThat(resume("resumeAfter", token).id).isPositive();
    }
}
