package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.it.Injected;
import io.polymongo.it.SentCommands.Sent;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method that joins sends each of its commands in the transaction, whichever handle it is called on. */
class JoinedHandlesIT extends TransactionTest {

    /** From where a handle comes. */
    enum From {
        DATABASE,
        TENANT,
        DERIVED
    }

    @ParameterizedTest
    @EnumSource
    void collections(From from) {
        MongoCollection<Document> collection = collection(from);
        polyMongo.tenants().run("acme", () -> {
            collection.withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 1));
            joining(MongoCollection.class)
                    .filter(call -> !isIndex(call))
                    .forEach(call -> assertJoins(call, collection));
        });
    }

    @ParameterizedTest
    @EnumSource
    void indexesOfCollectionsThatAreNew(From from) {
        MongoDatabase database = database(from);
        polyMongo
                .tenants()
                .run(
                        "acme",
                        () -> joining(MongoCollection.class)
                                .filter(JoinedHandlesIT::isIndex)
                                .forEach(call -> assertJoins(call, database.getCollection("fresh"))));
    }

    @ParameterizedTest
    @EnumSource
    void databases(From from) {
        MongoDatabase database = database(from);
        polyMongo
                .tenants()
                .run("acme", () -> joining(MongoDatabase.class).forEach(call -> assertJoins(call, database)));
    }

    @ParameterizedTest
    @EnumSource
    void buckets(From from) {
        GridFSBucket bucket = bucket(from);
        polyMongo.tenants().run("acme", () -> {
            ObjectId file = polyMongo.transaction(() -> {
                try (var upload = bucket.openUploadStream(DriverCall.FILE)) {
                    upload.write(new byte[] {1, 2, 3});
                    return upload.getObjectId();
                }
            });
            joining(GridFSBucket.class).forEach(call -> assertJoins(call, bucket, file));
        });
    }

    private static boolean isIndex(DriverCall call) {
        return call.name().startsWith("createIndex");
    }

    private static Stream<DriverCall> joining(Class<?> type) {
        return DriverCall.toServer(type).filter(call -> !RefusedCallsIT.REMEDIES.containsKey(call.name()));
    }

    private MongoDatabase database(From from) {
        return switch (from) {
            case DATABASE -> polyMongo.database();
            case TENANT -> Injected.tenantDatabase(polyMongo);
            case DERIVED ->
                polyMongo
                        .database()
                        .withReadPreference(ReadPreference.secondary())
                        .withWriteConcern(WriteConcern.UNACKNOWLEDGED)
                        .withReadConcern(ReadConcern.LINEARIZABLE)
                        .withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry());
        };
    }

    private MongoCollection<Document> collection(From from) {
        MongoCollection<Document> collection = database(from).getCollection("others");
        return from == From.DERIVED
                ? collection
                        .withDocumentClass(BsonDocument.class)
                        .withWriteConcern(WriteConcern.W3)
                        .withReadPreference(ReadPreference.nearest())
                        .withReadConcern(ReadConcern.AVAILABLE)
                        .withDocumentClass(Document.class)
                : collection;
    }

    private GridFSBucket bucket(From from) {
        String database = databases.name("files");
        return switch (from) {
            case DATABASE -> polyMongo.bucket(database, "fs");
            case TENANT -> polyMongo.tenantBucket("fs");
            case DERIVED ->
                polyMongo
                        .bucket(database, "fs")
                        .withChunkSizeBytes(1024)
                        .withReadPreference(ReadPreference.secondary())
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withWriteConcern(WriteConcern.W2);
        };
    }

    private void assertJoins(DriverCall call, Object target) {
        assertJoins(call, target, new ObjectId());
    }

    /** Rolls back, so that each call finds the same. */
    private void assertJoins(DriverCall call, Object target, ObjectId file) {
        sent.clear();
        Supplier<ClientSession> session = () -> {
            if (!call.takesSession()) {
                return null;
            }
            things.find().first();
            return polyMongo.currentSession().orElseThrow();
        };
        Throwable thrown = catchThrowable(() -> polyMongo.transaction(() -> {
            call.on(target, session.get(), file);
            polyMongo.setRollbackOnly();
            return null;
        }));
        // Not every server knows $documents, the only stage that a database's aggregation may begin with here.
        assertThat(thrown == null || thrown.getMessage().contains("stage $documents"))
                .as(call + ": " + thrown)
                .isTrue();

        List<Sent> all = sent.documents();
        assertThat(all).as(call.toString()).hasSizeGreaterThan(call.takesSession() ? 2 : 1);
        assertThat(all).as(call.toString()).allMatch(Sent::isInTransaction, "is sent in the transaction");
        assertThat(all)
                .as(call.toString())
                .extracting(Sent::transaction)
                .containsOnly(all.get(0).transaction());
        assertThat(all).extracting(each -> each.document().get("autocommit")).containsOnly(BsonBoolean.FALSE);
        assertThat(all.get(0).document()).containsEntry("startTransaction", BsonBoolean.TRUE);
        assertThat(all.subList(1, all.size())).noneMatch(each -> each.document().containsKey("startTransaction"));
        assertThat(all.get(all.size() - 1).where()).isEqualTo("admin.abortTransaction");
        assertThat(all.subList(0, all.size() - 1))
                .noneMatch(each -> each.document().containsKey("writeConcern"))
                .noneMatch(each -> each.document().containsKey("readConcern")
                        && each.document().getDocument("readConcern").containsKey("level"));
    }
}
