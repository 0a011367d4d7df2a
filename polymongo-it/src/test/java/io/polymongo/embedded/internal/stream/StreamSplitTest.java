package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.aggregate;
import static io.polymongo.embedded.internal.stream.StreamBed.change;
import static io.polymongo.embedded.internal.stream.StreamBed.token;
import static io.polymongo.embedded.internal.stream.StreamBed.types;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that are larger than a document may be. */
class StreamSplitTest {

    private static final Document IMAGES = new Document("fullDocumentBeforeChange", "required");
    private static final Document SPLIT = new Document("$changeStreamSplitLargeEvent", new Document());

    private final StreamBed bed = new StreamBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private void replaceLarge() {
        bed.collections.add("shop.orders");
        Document before = new Document("_id", 1).append("x", "x".repeat(9 * 1024 * 1024));
        Document after = new Document("_id", 1).append("x", "y".repeat(10 * 1024 * 1024));
        bed.append(change(Kind.REPLACE, "shop", "orders", 1, before, after, true));
    }

    private List<Document> all(Stream stream) {
        List<Document> events = new ArrayList<>(stream.events());
        while (!stream.next().isEmpty()) {
            events.addAll(stream.events());
        }
        return events;
    }

    private List<Document> fragments() {
        Stream stream = bed.open("shop", "orders", new Document(IMAGES), SPLIT);
        replaceLarge();
        return all(stream);
    }

    private Stream resume(Document event, Document... stages) {
        return bed.open("shop", "orders", new Document(IMAGES).append("resumeAfter", token(event)), stages);
    }

    @Test
    void areSplitIntoFragmentsThatTogetherAreTheEvent() {
        List<Document> fragments = fragments();
        assertThat(fragments)
                .extracting(fragment -> fragment.get("splitEvent"))
                .containsExactly(
                        new Document("fragment", 1).append("of", 2), new Document("fragment", 2).append("of", 2));
        assertThat(fragments.get(0).keySet()).contains("operationType", "documentKey", "fullDocumentBeforeChange");
        assertThat(fragments.get(1).keySet()).containsExactly("_id", "splitEvent", "fullDocument");
        assertThat(fragments)
                .extracting(fragment -> token(fragment).get("_data").toString())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void areResumedAfterAnyFragment() {
        List<Document> fragments = fragments();
        bed.insert("shop", "orders", 2);
        List<Document> afterFirst = all(resume(fragments.get(0), SPLIT));
        assertThat(afterFirst).hasSize(2);
        assertThat(afterFirst.get(0)).isEqualTo(fragments.get(1));
        assertThat(types(all(resume(fragments.get(1), SPLIT)))).containsExactly("insert");
    }

    @Test
    void areResumedOnlyWhereTheyAreSplitAgain() {
        List<Document> fragments = fragments();
        bed.insert("shop", "orders", 2);
        Document smaller = new Document("$unset", "fullDocument");
        for (Document[] stages : List.of(new Document[] {smaller, SPLIT}, new Document[] {smaller})) {
            CommandError error = bed.failure(
                    "shop",
                    aggregate("orders", new Document(IMAGES).append("resumeAfter", token(fragments.get(0))), stages));
            assertThat(error.code()).isEqualTo(280);
            assertThat(error.labels()).containsExactly("NonResumableChangeStreamError");
        }
    }

    @Test
    void areAnErrorUnlessTheyMayBeSplit() {
        Stream stream = bed.open("shop", "orders", new Document(IMAGES));
        replaceLarge();
        assertThat(stream.failure().code()).isEqualTo(10334);
    }

    @Test
    void smallOnesAreLeftWhole() {
        Stream stream = bed.watch("shop", "orders", SPLIT);
        bed.insert("shop", "orders", 1);
        List<Document> events = stream.next();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).containsKey("splitEvent")).isFalse();
        assertThat(events.get(0).get("fullDocument")).isEqualTo(new Document("_id", 1));
    }
}
