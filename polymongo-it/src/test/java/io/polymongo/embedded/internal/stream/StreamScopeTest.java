package io.polymongo.embedded.internal.stream;

import static io.polymongo.embedded.internal.stream.StreamBed.aggregate;
import static io.polymongo.embedded.internal.stream.StreamBed.ids;
import static io.polymongo.embedded.internal.stream.StreamBed.types;
import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.stream.StreamBed.Stream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is watched, what is not, and what may not be. */
class StreamScopeTest {

    private static final Document EVERYTHING = new Document("allChangesForCluster", true);

    private final StreamBed bed = new StreamBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void aCollectionsStreamSeesThatCollectionOnly() {
        Stream stream = bed.watch("shop", "orders");
        assertThat(stream.last.get("ns")).isEqualTo("shop.orders");
        bed.insert("shop", "orders", 1);
        bed.insert("shop", "ordersOld", 2);
        bed.insert("shop2", "orders", 3);
        bed.insert("shop", "orders", 4);
        assertThat(ids(stream.next())).containsExactly(1, 4);
    }

    @Test
    void aDatabasesStreamSeesItsCollectionsButNotTheSystems() {
        Stream stream = bed.open("shop", 1, new Document());
        assertThat(stream.last.get("ns")).isEqualTo("shop.$cmd.aggregate");
        bed.insert("shop", "orders", 1);
        bed.insert("shop", "system.views", 2);
        bed.insert("other", "orders", 3);
        bed.insert("shop", "systematic", 4);
        assertThat(ids(stream.next())).containsExactly(1, 4);
    }

    @Test
    void theClustersStreamSeesAllDatabasesButTheInternal() {
        Stream stream = bed.open("admin", 1, EVERYTHING);
        assertThat(stream.last.get("ns")).isEqualTo("admin.$cmd.aggregate");
        bed.insert("shop", "orders", 1);
        bed.insert("admin", "x", 2);
        bed.insert("config", "x", 3);
        bed.insert("local", "x", 4);
        bed.insert("shop", "system.js", 5);
        bed.insert("adminOfShops", "x", 6);
        assertThat(ids(stream.next())).containsExactly(1, 6);
    }

    @Test
    void aRenameBelongsToBothNames() {
        Stream from = bed.watch("shop", "orders");
        Stream to = bed.watch("archive", "orders");
        Stream toDatabase = bed.open("archive", 1, new Document());
        Stream another = bed.watch("shop", "customers");
        bed.append(StreamBed.renamed("shop", "orders", "archive", "orders"));
        assertThat(types(from.next())).containsExactly("rename", "invalidate");
        assertThat(types(to.next())).containsExactly("rename", "invalidate");
        assertThat(types(toDatabase.next())).containsExactly("rename");
        assertThat(another.next()).isEmpty();
        assertThat(toDatabase.isOver() || another.isOver()).isFalse();
    }

    @Test
    void aDropEndsACollectionsStreamOnly() {
        Stream collection = bed.watch("shop", "orders");
        Stream database = bed.open("shop", 1, new Document());
        Stream cluster = bed.open("admin", 1, EVERYTHING);
        bed.drop("shop", "orders");
        bed.insert("shop", "orders", 1);
        assertThat(types(collection.next())).containsExactly("drop", "invalidate");
        assertThat(collection.isOver()).isTrue();
        assertThat(collection.failure().code()).isEqualTo(43);
        assertThat(types(database.next())).containsExactly("drop", "insert");
        assertThat(types(cluster.next())).containsExactly("drop", "insert");
        assertThat(database.isOver() || cluster.isOver()).isFalse();
    }

    @Test
    void theEndOfADatabaseEndsItsStreamsButNotTheClusters() {
        Stream database = bed.open("shop", 1, new Document());
        Stream cluster = bed.open("admin", 1, EVERYTHING);
        Stream neverThere = bed.watch("shop", "neverThere");
        Stream another = bed.open("other", 1, new Document());
        bed.drop("shop", "orders");
        bed.dropDatabase("shop");
        assertThat(types(database.next())).containsExactly("drop", "dropDatabase", "invalidate");
        assertThat(database.isOver()).isTrue();
        assertThat(types(neverThere.next())).containsExactly("dropDatabase", "invalidate");
        assertThat(types(cluster.next())).containsExactly("drop", "dropDatabase");
        assertThat(cluster.isOver()).isFalse();
        assertThat(another.next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"admin", "config", "local"})
    void internalDatabasesCannotBeWatched(String database) {
        assertThat(bed.failure(database, aggregate(1, new Document())).code()).isEqualTo(73);
        assertThat(bed.failure(database, aggregate("x", new Document())))
                .hasMessage("$changeStream may not be opened on the internal " + database + " database")
                .returns(73, error -> error.code());
    }

    @Test
    void systemCollectionsCannotBeWatched() {
        assertThat(bed.failure("shop", aggregate("system.views", new Document())))
                .hasMessage("$changeStream may not be opened on the internal shop.system.views collection")
                .returns(73, error -> error.code());
        assertThat(bed.watch("shop", "systematic").id).isPositive();
    }

    @Test
    void everythingIsWatchedFromAdminWithoutACollection() {
        assertThat(bed.failure("shop", aggregate(1, EVERYTHING)).code()).isEqualTo(72);
        assertThat(bed.failure("admin", aggregate("x", EVERYTHING)).code()).isEqualTo(72);
        assertThat(bed.failure("shop", aggregate(2, new Document())).code()).isEqualTo(9);
    }

    @Test
    void viewsCannotBeWatched() {
        bed.views.add("shop.cheap");
        assertThat(bed.failure("shop", aggregate("cheap", new Document())))
                .hasMessage("Namespace shop.cheap is a view, not a collection")
                .returns(166, error -> error.code());
        assertThat(bed.open("shop", 1, new Document()).id).isPositive();
    }

    @Test
    void aTransactionCannotWatch() {
        Document body =
                aggregate("orders", new Document()).append("autocommit", false).append("txnNumber", 1L);
        assertThat(bed.failure("shop", body).code()).isEqualTo(263);
        assertThat(bed.passedOn).isEmpty();
    }

    @Test
    void onlyMajorityIsRead() {
        Document local = new Document("readConcern", new Document("level", "local"));
        Document majority = new Document("readConcern", new Document("level", "majority"));
        Document body = aggregate("orders", new Document());
        assertThat(bed.failure("shop", new Document(body).appendAll(local)).code())
                .isEqualTo(72);
        assertThat(bed.run("shop", new Document(body).appendAll(majority)).get("ok"))
                .isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"explain", "collation", "let", "hint"})
    void whatIsNotDoneIsRefusedByName(String option) {
        Object value = option.equals("explain") ? true : new Document("locale", "de");
        assertThat(bed.failure("shop", aggregate("orders", new Document()).append(option, value)))
                .hasMessageContaining("the embedded server does not support")
                .hasMessageContaining(option)
                .returns(115, error -> error.code());
    }

    @Test
    void theSpecificationIsChecked() {
        assertThat(specificationError("xyz", 1)).isEqualTo(40415);
        assertThat(specificationError("fullDocument", 1)).isEqualTo(14);
        assertThat(specificationError("fullDocument", "sometimes")).isEqualTo(2);
        assertThat(specificationError("fullDocumentBeforeChange", "default")).isEqualTo(2);
        assertThat(specificationError("resumeAfter", "82")).isEqualTo(14);
        assertThat(specificationError("startAtOperationTime", 5)).isEqualTo(14);
        assertThat(specificationError("showExpandedEvents", "yes")).isEqualTo(14);
        assertThat(specificationError("showSystemEvents", true)).isEqualTo(115);
        assertThat(bed.open("shop", "orders", new Document("showSystemEvents", false)).id)
                .isPositive();
        Document noDocument = new Document("aggregate", "orders")
                .append("pipeline", List.of(new Document("$changeStream", 1)))
                .append("cursor", new Document());
        assertThat(bed.failure("shop", noDocument).code()).isEqualTo(50808);
        Document noCursor = aggregate("orders", new Document());
        noCursor.remove("cursor");
        assertThat(bed.failure("shop", noCursor).code()).isEqualTo(9);
    }

    private int specificationError(String field, Object value) {
        return bed.failure("shop", aggregate("orders", new Document(field, value)))
                .code();
    }

    @Test
    void theStageComesFirstAndOnce() {
        Document match = new Document("$match", new Document());
        Document stage = new Document("$changeStream", new Document());
        for (List<Document> pipeline : List.of(List.of(match, stage), List.of(stage, stage))) {
            assertThat(bed.failure(
                                    "shop",
                                    new Document("aggregate", "orders")
                                            .append("pipeline", pipeline)
                                            .append("cursor", new Document()))
                            .code())
                    .isEqualTo(40602);
        }
    }

    @Test
    void everythingElseGoesOn() {
        bed.run("shop", new Document("find", "orders"));
        bed.run("shop", new Document("aggregate", "orders").append("pipeline", List.of()));
        bed.run("shop", new Document("aggregate", "orders").append("pipeline", List.of(new Document("$match", 1))));
        assertThat(bed.passedOn)
                .extracting(request -> request.name())
                .containsExactly("find", "aggregate", "aggregate");
    }
}
