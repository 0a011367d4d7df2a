package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.TransactionException;
import io.polymongo.it.Injected;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot run in a transaction is refused before it is sent, says what to do instead, and dooms nothing. */
class RefusedCallsIT extends TransactionTest {

    private static final String OUTSIDE = "call it before or after, or in a method with TxType.NOT_SUPPORTED";
    private static final String INDEXES = "look after indexes outside of transactions";
    private static final String STAYS_OUT =
            " does not run in a transaction; run it before or after, or in a method with" + " TxType.NOT_SUPPORTED";

    /** By the names of methods; all others join, which {@link JoinedHandlesIT} shows. */
    static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("estimatedDocumentCount", "use countDocuments()"),
            Map.entry("mapReduce", "use aggregate"),
            Map.entry("watch", "open change streams outside of transactions"),
            Map.entry("createView", OUTSIDE),
            Map.entry("drop", OUTSIDE),
            Map.entry("renameCollection", OUTSIDE),
            Map.entry("listCollections", OUTSIDE),
            Map.entry("listCollectionNames", OUTSIDE),
            Map.entry("listIndexes", INDEXES),
            Map.entry("dropIndex", INDEXES),
            Map.entry("dropIndexes", INDEXES),
            Map.entry("createSearchIndex", INDEXES),
            Map.entry("createSearchIndexes", INDEXES),
            Map.entry("updateSearchIndex", INDEXES),
            Map.entry("dropSearchIndex", INDEXES),
            Map.entry("listSearchIndexes", INDEXES));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void methods(boolean tenant) {
        MongoDatabase database = tenant ? Injected.tenantDatabase(polyMongo) : polyMongo.database();
        GridFSBucket bucket = tenant ? polyMongo.tenantBucket("fs") : polyMongo.bucket(databases.name("a"), "fs");
        inTransaction(() -> {
            assertRefused(MongoCollection.class, database.getCollection("things"));
            assertRefused(MongoDatabase.class, database);
            assertRefused(GridFSBucket.class, bucket);
        });
    }

    private void assertRefused(Class<?> type, Object target) {
        List<DriverCall> refused = DriverCall.toServer(type)
                .filter(call -> REMEDIES.containsKey(call.name()))
                .toList();
        assertThat(refused).isNotEmpty();
        for (DriverCall call : refused) {
            assertRefused(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    type.getSimpleName() + "." + call.name() + " does not run in a transaction; "
                            + REMEDIES.get(call.name()),
                    () -> call.withNothing(target));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$out: 'copy'}",
                "{$merge: {into: 'copy'}}",
                "{$unionWith: 'things'}",
                "{$listCatalog: {}}",
                "{$listSampledQueries: {}}",
                "{$listSearchIndexes: {}}",
                "{$queryStats: {}}",
                "{$search: {text: {query: 'cat', path: 'name'}}}",
                "{$searchMeta: {exists: {path: 'name'}}}",
                "{$vectorSearch: {index: 'v', path: 'v', queryVector: [1], numCandidates: 1, limit: 1}}",
                "{$collStats: {count: {}}}",
                "{$indexStats: {}}",
                "{$planCacheStats: {}}",
                "{$currentOp: {}}",
                "{$listSessions: {}}",
                "{$listLocalSessions: {}}",
                "{$changeStream: {}}",
            })
    void stages(String json) {
        BsonDocument stage = BsonDocument.parse(json);
        String text = "the stage " + stage.getFirstKey() + STAYS_OUT;
        inTransaction(() -> {
            refused(text, () -> things.aggregate(List.of(stage)));
            refused(
                    text,
                    () -> things.aggregate(List.of(new Document("$match", new Document()), stage), Document.class));
            refused(text, () -> polyMongo.database().aggregate(List.of(stage)));
            refused(
                    text,
                    () -> polyMongo
                            .database()
                            .runCommand(new Document("aggregate", "things").append("pipeline", List.of(stage))));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$lookup: {from: 'things', as: 'x', pipeline: [{$unionWith: 'things'}]}}",
                "{$facet: {a: [{$match: {}}, {$unionWith: {coll: 'things'}}]}}",
            })
    void stagesWithinStages(String json) {
        inTransaction(() ->
                refused("the stage $unionWith" + STAYS_OUT, () -> things.aggregate(List.of(BsonDocument.parse(json)))));
    }

    @Test
    void aFieldThatIsCalledLikeAStageIsNone() {
        inTransaction(() -> assertThat(things.aggregate(List.of(BsonDocument.parse("{$match: {'$literal': 1}}"))))
                .isNotNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "count",
                "explain",
                "drop",
                "dropDatabase",
                "renameCollection",
                "listCollections",
                "commitTransaction",
                "abortTransaction",
                "ping",
                "hello",
                "FIND",
            })
    void commands(String name) {
        inTransaction(() -> refused(
                "the command '" + name + "'" + STAYS_OUT,
                () -> polyMongo.database().runCommand(new Document(name, "things"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lsid", "txnNumber", "startTransaction", "autocommit", "readConcern", "writeConcern"})
    void fieldsOfTheTransaction(String field) {
        inTransaction(() -> refused(
                "the field '" + field + "' of a command, which belongs to the transaction," + STAYS_OUT,
                () -> polyMongo.database().runCommand(new Document("find", "things").append(field, 1))));
    }

    @Test
    void otherReadPreferences() {
        inTransaction(() -> refused(
                "the read preference secondary" + STAYS_OUT,
                () -> polyMongo.database().runCommand(new Document("find", "things"), ReadPreference.secondary())));
    }

    @Test
    void explainAndToCollection() {
        inTransaction(() -> {
            AggregateIterable<Document> aggregate = things.aggregate(List.of());
            String text = " does not run in a transaction; " + OUTSIDE;
            refused("AggregateIterable.explain" + text, aggregate::explain);
            refused("AggregateIterable.toCollection" + text, aggregate::toCollection);
            refused("FindIterable.explain" + text, () -> things.find().explain());
        });
    }

    @Test
    void handlesWithATimeoutOfTheirOwn() {
        String remedy = " through a handle with a timeout of its own (withTimeout) does not run in a transaction; use"
                + " TransactionOptions.timeout or polymongo.operation-timeout";
        MongoDatabase database = polyMongo.database().withTimeout(1, TimeUnit.MINUTES);
        GridFSBucket bucket = polyMongo.bucket(databases.name("a"), "fs").withTimeout(1, TimeUnit.MINUTES);
        inTransaction(() -> {
            refused(
                    "MongoCollection.find" + remedy,
                    () -> things.withTimeout(1, TimeUnit.MINUTES).find());
            refused(
                    "MongoCollection.find" + remedy,
                    () -> database.getCollection("things").find());
            refused(
                    "MongoDatabase.runCommand" + remedy,
                    () -> database.withWriteConcern(WriteConcern.W1).runCommand(new Document("find", "things")));
            refused("GridFSBucket.find" + remedy, bucket::find);
            assertThat(things.withTimeout(1, TimeUnit.MINUTES).getTimeout(TimeUnit.SECONDS))
                    .isEqualTo(60);
        });
    }

    @Test
    void concernsOfTheUriAreTheTransactionsOwnMatter() {
        String uri = databases.uri() + (databases.uri().contains("?") ? "&" : "?")
                + "readPreference=secondaryPreferred&w=1&readConcernLevel=majority";
        try (PolyMongo other = PolyMongo.builder(databases.config().uri(uri).build())
                .customizer(sent)
                .build()) {
            MongoCollection<Document> collection = other.database().getCollection("things");
            sent.clear();
            other.transaction(() -> {
                assertThat(collection.countDocuments()).isEqualTo(1);
                collection.insertOne(new Document());
                return null;
            });
            BsonDocument first = sent.documents().get(0).document();
            assertThat(first.getDocument("readConcern")).containsOnlyKeys("level");
            assertThat(first).doesNotContainKey("writeConcern");
            assertThat(sent.documents()
                            .get(2)
                            .document()
                            .getDocument("writeConcern")
                            .getNumber("w")
                            .intValue())
                    .isOne();
        }
    }

    @Test
    void whatTheServerRefusesDoesDoom() {
        assertThatThrownBy(() -> polyMongo.transaction(() -> {
                    things.insertOne(new Document("_id", 2));
                    try {
                        polyMongo.database().runCommand(BsonDocument.parse("{find: 'things', filter: {$no: 1}}"));
                    } catch (MongoCommandException swallowed) {
                        return "goes on";
                    }
                    return null;
                }))
                .hasMessageStartingWith("PMONGO-0501: ");
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void whatCannotBeEncodedAndWasCaughtIsNotRepeated() {
        AtomicInteger runs = new AtomicInteger();
        Document unknown = new Document("_id", 2).append("value", new Object());
        Throwable thrown = catchThrowable(() -> polyMongo.transaction(() -> {
            if (runs.incrementAndGet() > 5) {
                throw new IllegalStateException("repeated");
            }
            try {
                things.insertOne(unknown);
            } catch (CodecConfigurationException caught) {
                things.insertOne(new Document("_id", 3));
            }
            return null;
        }));
        assertThat(runs).hasValue(1);
        assertThat(thrown)
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("PMONGO-0501: ")
                .hasCauseInstanceOf(CodecConfigurationException.class);
        assertThat(raw("default", "things")).hasSize(1);
    }

    private void refused(String text, ThrowingCallable call) {
        assertRefused(ErrorId.TRANSACTION_CALL_REFUSED, text, call);
    }

    /** Commits, which shows that nothing doomed the transaction. */
    private void inTransaction(Runnable work) {
        polyMongo
                .tenants()
                .run(
                        "acme",
                        () -> polyMongo.transaction(
                                "any", TransactionOptions.builder().build(), () -> {
                                    things.insertOne(new Document("_id", 2));
                                    work.run();
                                    return null;
                                }));
        assertThat(raw("default", "things")).hasSize(2);
    }
}
