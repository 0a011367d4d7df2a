package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.change;
import static io.polymongo.embedded.internal.stream.StreamBed.described;
import static io.polymongo.embedded.internal.stream.StreamBed.inserted;
import static io.polymongo.embedded.internal.stream.StreamBed.types;
import static io.polymongo.embedded.internal.stream.StreamBed.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an event says. */
class StreamEventsTest {

    private static final Document BEFORE = new Document("_id", 1).append("a", 1).append("b", 1);
    private static final Document AFTER = new Document("_id", 1).append("a", 2);
    private static final Document EXPANDED = new Document("showExpandedEvents", true);
    private static final Document NS = new Document("db", "shop").append("coll", "orders");

    private final StreamBed bed = new StreamBed();

    @AfterEach
    void close() {
        bed.close();
    }

    private Document only(Stream stream) {
        List<Document> events = stream.next();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private Stream watch(Document spec) {
        return bed.open("shop", "orders", spec);
    }

    private void write(Kind kind, boolean images) {
        bed.append(change(kind, "shop", "orders", 1, BEFORE, kind == Kind.DELETE ? null : AFTER, images));
    }

    @Test
    void anInsertHasTheDocument() {
        Stream stream = watch(new Document());
        bed.append(change(Kind.INSERT, "shop", "orders", 1, null, AFTER, false));
        Document event = only(stream);
        assertThat(event)
                .isEqualTo(new Document("_id", event.get("_id"))
                        .append("operationType", "insert")
                        .append("clusterTime", bed.oplog.latestTimestamp())
                        .append("wallTime", StreamBed.START)
                        .append("fullDocument", AFTER)
                        .append("ns", NS)
                        .append("documentKey", new Document("_id", 1)));
    }

    @Test
    void anUpdateHasItsDescriptionAndNoDocument() {
        Stream stream = watch(new Document());
        bed.update("shop", "orders", BEFORE, AFTER);
        Document event = only(stream);
        assertThat(event.get("operationType")).isEqualTo("update");
        assertThat(event.get("updateDescription"))
                .isEqualTo(new Document("updatedFields", new Document("a", 2))
                        .append("removedFields", List.of("b"))
                        .append("truncatedArrays", List.of()));
        assertThat(event.keySet()).doesNotContain("fullDocument", "fullDocumentBeforeChange", "lsid", "txnNumber");
    }

    @Test
    void aReplacementHasTheDocumentAndADeletionHasNone() {
        Stream stream = watch(new Document());
        write(Kind.REPLACE, false);
        Document replacement = only(stream);
        assertThat(replacement.get("operationType")).isEqualTo("replace");
        assertThat(replacement.get("fullDocument")).isEqualTo(AFTER);
        assertThat(replacement.containsKey("updateDescription")).isFalse();
        write(Kind.DELETE, false);
        Document deletion = only(stream);
        assertThat(deletion.get("operationType")).isEqualTo("delete");
        assertThat(deletion.get("documentKey")).isEqualTo(new Document("_id", 1));
        assertThat(deletion.containsKey("fullDocument")).isFalse();
    }

    @Test
    void anIdMayBeNull() {
        Stream stream = watch(new Document());
        bed.append(inserted("shop", "orders", null));
        assertThat(only(stream).get("documentKey")).isEqualTo(new Document("_id", null));
    }

    @Test
    void aTransactionsEventsShareTimeAndSession() {
        Stream stream = watch(new Document());
        UUID session = UUID.randomUUID();
        bed.oplog.append(
                List.of(inserted("shop", "orders", 1), inserted("shop", "orders", 2)), new Document("id", session), 7L);
        List<Document> events = stream.next();
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.get("txnNumber")).isEqualTo(7L);
            assertThat(((Document) event.get("lsid")).get("id")).isEqualTo(session);
            assertThat(((Document) event.get("lsid")).get("uid")).isInstanceOf(BinData.class);
            assertThat(event.get("clusterTime")).isEqualTo(bed.oplog.latestTimestamp());
        });
    }

    @Test
    void theLatestDocumentIsLookedUp() {
        bed.collections.add("shop.orders");
        bed.documents.put("shop.orders/1", new Document("_id", 1).append("a", 99));
        Stream stream = watch(new Document("fullDocument", "updateLookup"));
        bed.update("shop", "orders", BEFORE, AFTER);
        assertThat(only(stream).get("fullDocument")).isEqualTo(new Document("_id", 1).append("a", 99));
        bed.documents.clear();
        bed.update("shop", "orders", BEFORE, AFTER);
        Document gone = only(stream);
        assertThat(gone.containsKey("fullDocument")).isTrue();
        assertThat(gone.get("fullDocument")).isNull();
    }

    @Test
    void aDocumentOfAnotherCollectionOfTheSameNameIsNotTheOneLookedUp() {
        bed.collections.add("shop.orders");
        bed.documents.put("shop.orders/1", AFTER);
        Stream stream = watch(new Document("fullDocument", "updateLookup"));
        bed.append(new io.polymongo.embedded.internal.oplog.OplogEntry.Change(
                Kind.UPDATE, "shop", "orders", UUID.randomUUID(), 1, BEFORE, AFTER, null, false));
        assertThat(only(stream).get("fullDocument")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whenAvailable", "required"})
    void imagesAreThereWhereTheCollectionKeepsThem(String mode) {
        bed.collections.add("shop.orders");
        Stream stream = watch(new Document("fullDocument", mode).append("fullDocumentBeforeChange", mode));
        write(Kind.UPDATE, true);
        Document update = only(stream);
        assertThat(update.get("fullDocument")).isEqualTo(AFTER);
        assertThat(update.get("fullDocumentBeforeChange")).isEqualTo(BEFORE);
        write(Kind.REPLACE, true);
        assertThat(only(stream).get("fullDocumentBeforeChange")).isEqualTo(BEFORE);
        write(Kind.DELETE, true);
        assertThat(only(stream).get("fullDocumentBeforeChange")).isEqualTo(BEFORE);
        bed.insert("shop", "orders", 2);
        assertThat(only(stream).containsKey("fullDocumentBeforeChange")).isFalse();
    }

    @Test
    void imagesThatWereNotKeptAreNullIfTheyMayBeMissing() {
        bed.collections.add("shop.orders");
        Stream stream = watch(
                new Document("fullDocument", "whenAvailable").append("fullDocumentBeforeChange", "whenAvailable"));
        write(Kind.UPDATE, false);
        Document event = only(stream);
        assertThat(event.keySet()).contains("fullDocument", "fullDocumentBeforeChange");
        assertThat(event.get("fullDocument")).isNull();
        assertThat(event.get("fullDocumentBeforeChange")).isNull();
    }

    @Test
    void imagesThatWereNotAskedForAreLeftOut() {
        bed.collections.add("shop.orders");
        Stream stream = watch(new Document("fullDocumentBeforeChange", "off"));
        write(Kind.UPDATE, true);
        assertThat(only(stream).keySet()).doesNotContain("fullDocument", "fullDocumentBeforeChange");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fullDocument", "fullDocumentBeforeChange"})
    void aRequiredImageThatIsMissingIsAnError(String field) {
        bed.collections.add("shop.orders");
        Stream stream = watch(new Document(field, "required"));
        bed.insert("shop", "orders", 1);
        assertThat(types(stream.next())).containsExactly("insert");
        write(Kind.UPDATE, false);
        assertThat(stream.failure())
                .hasMessageContaining("Change stream was configured to require a p")
                .returns(47, error -> error.code())
                .returns(List.of(), error -> error.labels());
    }

    @Test
    void aRequiredImageIsNotAskedForWhereAConditionComesFirst() {
        Document required = new Document("fullDocumentBeforeChange", "required");
        Document others = new Document("$match", new Document("ns.coll", "other"));
        Document later = new Document("$match", new Document("fullDocumentBeforeChange.a", 5));
        Stream spared = bed.open("shop", 1, required, others);
        Stream asked = bed.open("shop", 1, required, later, others);
        write(Kind.UPDATE, false);
        assertThat(spared.next()).isEmpty();
        assertThat(asked.failure().code()).isEqualTo(47);
    }

    @Test
    void imagesGoWithTheirCollectionButNotWithItsName() {
        Document spec = new Document("fullDocumentBeforeChange", "whenAvailable");
        Stream dropped = bed.open("shop", 1, spec);
        write(Kind.UPDATE, true);
        bed.drop("shop", "orders");
        assertThat(dropped.next().get(0).get("fullDocumentBeforeChange")).isNull();
        Stream renamed = bed.open("shop", 1, spec);
        write(Kind.UPDATE, true);
        bed.append(StreamBed.renamed("shop", "orders", "shop", "past"));
        assertThat(renamed.next().get(0).get("fullDocumentBeforeChange")).isEqualTo(BEFORE);
    }

    @Test
    void whatIsNoDocumentHasNoKey() {
        Stream stream = bed.open("shop", 1, new Document());
        bed.append(StreamBed.renamed("shop", "orders", "shop", "past"));
        bed.drop("shop", "past");
        bed.dropDatabase("shop");
        List<Document> events = stream.next();
        assertThat(types(events)).containsExactly("rename", "drop", "dropDatabase", "invalidate");
        assertThat(events.get(0).get("ns")).isEqualTo(NS);
        assertThat(events.get(0).get("to")).isEqualTo(new Document("db", "shop").append("coll", "past"));
        assertThat(events.get(2).get("ns")).isEqualTo(new Document("db", "shop"));
        assertThat(events.get(3).keySet()).containsExactly("_id", "operationType", "clusterTime", "wallTime");
        assertThat(events).noneMatch(event -> event.containsKey("documentKey"));
        assertThat(events).noneMatch(event -> event.containsKey("operationDescription"));
        assertThat(events).noneMatch(event -> event.containsKey("collectionUUID"));
    }

    @Test
    void expandedEventsAreShownToThoseWhoAsk() {
        Stream expanded = bed.open("shop", 1, EXPANDED);
        Stream classic = bed.open("shop", 1, new Document());
        Document indexes = new Document("indexes", List.of(new Document("v", 2).append("name", "a_1")));
        bed.append(described(Kind.CREATE, "shop", "orders", new Document("idIndex", new Document("v", 2))));
        bed.append(described(Kind.CREATE_INDEXES, "shop", "orders", indexes));
        bed.append(described(Kind.DROP_INDEXES, "shop", "orders", indexes));
        bed.append(described(
                Kind.MODIFY,
                "shop",
                "orders",
                new Document("validator", new Document()).append("stateBeforeChange", new Document("x", 1))));
        bed.append(StreamBed.renamed("shop", "orders", "shop", "past"));
        bed.dropDatabase("shop");
        List<Document> events = expanded.next();
        assertThat(types(events))
                .containsExactly(
                        "create", "createIndexes", "dropIndexes", "modify", "rename", "dropDatabase", "invalidate");
        assertThat(events.subList(0, 5))
                .allSatisfy(
                        event -> assertThat(event.get("collectionUUID")).isEqualTo(Binary.of(uuid("shop", "orders"))));
        assertThat(events.get(1).get("operationDescription")).isEqualTo(indexes);
        assertThat(events.get(3).get("operationDescription")).isEqualTo(new Document("validator", new Document()));
        assertThat(events.get(3).get("stateBeforeChange")).isEqualTo(new Document("x", 1));
        assertThat(events.get(4).get("operationDescription"))
                .isEqualTo(new Document("to", new Document("db", "shop").append("coll", "past")));
        assertThat(events.get(5).keySet()).doesNotContain("collectionUUID", "operationDescription");
        assertThat(types(classic.next())).containsExactly("rename", "dropDatabase", "invalidate");
    }

    @Test
    void disambiguatedPathsAreExpandedToo() {
        Stream expanded = watch(EXPANDED);
        Stream classic = watch(new Document());
        bed.update("shop", "orders", new Document("_id", 1), new Document("_id", 1).append("a.b", 1));
        assertThat(((Document) only(expanded).get("updateDescription")).get("disambiguatedPaths"))
                .isEqualTo(new Document("a.b", List.of("a.b")));
        assertThat(((Document) only(classic).get("updateDescription")).containsKey("disambiguatedPaths"))
                .isFalse();
    }
}
