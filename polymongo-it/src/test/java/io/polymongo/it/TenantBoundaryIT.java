package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.MergeOptions;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoException;
import io.polymongo.TenantAction;
import io.polymongo.TenantBoundaryException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.conversions.Bson;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No way out of a tenant's database through its handles, and the same within it is served. */
@OnServer
class TenantBoundaryIT {

    private final SentCommands sent = new SentCommands();
    private TestDatabases databases;
    private PolyMongo polyMongo;
    private MongoCollection<Document> things;
    private MongoDatabase database;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        polyMongo =
                PolyMongo.builder(databases.config().build()).customizer(sent).build();
        polyMongo.tenants().provision("acme");
        polyMongo.tenants().provision("globex");
        things = polyMongo.model(Document.class, "things").tenant();
        database = Injected.tenantDatabase(polyMongo);
        asAcme(() -> things.insertOne(new Document("_id", 1)));
    }

    @AfterEach
    void stop() {
        polyMongo.close();
    }

    private void asAcme(TenantAction<RuntimeException> action) {
        polyMongo.tenants().run("acme", action);
    }

    private String own() {
        return databases.name("tenant_acme");
    }

    private String foreign() {
        return databases.name("tenant_globex");
    }

    private void assertRefused(ErrorId id, ThrowingCallable call) {
        sent.clear();
        polyMongo
                .tenants()
                .run(
                        "acme",
                        () -> assertThatThrownBy(call)
                                .isInstanceOfSatisfying(
                                        TenantBoundaryException.class,
                                        e -> assertThat(e.id()).isEqualTo(id)));
        assertThat(sent.all()).isEmpty();
    }

    @Test
    void renameElsewhere() {
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> things.renameCollection(new MongoNamespace(foreign(), "things")));
        asAcme(() -> things.renameCollection(new MongoNamespace(own(), "moved")));
        assertThat(databases.raw().getDatabase(own()).listCollectionNames()).containsExactly("moved");
    }

    @Test
    void outElsewhere() {
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> things.aggregate(List.of(Aggregates.out(foreign(), "things")))
                        .toCollection());
        asAcme(() -> things.aggregate(List.of(Aggregates.match(new Document()), Aggregates.out("copied")))
                .toCollection());
        assertThat(databases.raw().getDatabase(own()).getCollection("copied").countDocuments())
                .isEqualTo(1);
    }

    @Test
    void theTextNamesWhatAndRemedy() {
        asAcme(() -> assertThatThrownBy(() -> things.aggregate(List.of(Aggregates.out(foreign(), "things"))))
                .hasMessage("PMONGO-0401: $out names the database '" + foreign()
                        + "', but this handle is a tenant's and" + " stays in '" + own()
                        + "'; use PolyMongo.database(name) or @Database for other databases"));
    }

    @Test
    void mergeElsewhere() {
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> things.aggregate(
                        List.of(Aggregates.merge(new MongoNamespace(foreign(), "things"), new MergeOptions()))));
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> database.aggregate(List.of(Aggregates.merge(new MongoNamespace(foreign(), "things")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$lookup: {from: {db: 'FOREIGN', coll: 'things'}, as: 'x', pipeline: []}}",
                "{$lookup: {from: 'things', as: 'x', pipeline: [{$unionWith: {db: 'FOREIGN', coll: 'things'}}]}}",
                "{$graphLookup: {from: {db: 'FOREIGN', coll: 'things'}, startWith: '$x', as: 'x'}}",
                "{$unionWith: {db: 'FOREIGN', coll: 'things'}}",
                "{$unionWith: {coll: {db: 'FOREIGN', coll: 'things'}}}",
                "{$facet: {a: [{$lookup: {from: {db: 'FOREIGN', coll: 'things'}, as: 'x', pipeline: []}}]}}",
                "{$merge: {into: {db: 'FOREIGN', coll: 'things'}}}",
                "{$out: {db: 'FOREIGN', coll: 'things'}}",
                "{$out: {db: 7, coll: 'things'}}",
                "{$out: {atlas: {db: 'FOREIGN', coll: 'things'}}}",
                "{$merge: {into: {atlas: {db: 'FOREIGN', coll: 'things'}}}}",
                "{$someLaterStage: {input: {pipelines: {a: [{$out: {db: 'FOREIGN', coll: 'things'}}]}}}}",
            })
    void stagesThatReachElsewhere(String stage) {
        Bson parsed = BsonDocument.parse(stage.replace("FOREIGN", foreign()));
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> things.aggregate(List.of(parsed)));
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> things.aggregate(List.of(parsed), BsonDocument.class));
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> database.aggregate(List.of(parsed)));
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> things.watch(List.of(parsed)));
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> database.createView("v", "things", List.of(parsed)));
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> database.runCommand(new Document("aggregate", "things")
                        .append("pipeline", List.of(parsed))
                        .append("cursor", new Document())));
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> database.withCodecRegistry(things.getCodecRegistry())
                        .getCollection("things")
                        .aggregate(List.of(parsed)));
    }

    @Test
    void aPipelineThatIsChangedLaterIsSentAsItWasChecked() {
        BsonDocument stage = BsonDocument.parse("{$match: {}}");
        List<Bson> pipeline = new ArrayList<>(List.of(stage));
        asAcme(() -> {
            var aggregate = things.aggregate(pipeline);
            stage.clear();
            stage.putAll(foreignOut());
            pipeline.add(stage);
            assertThat(aggregate.into(new ArrayList<>())).hasSize(1);
        });
        assertThat(databases.existing()).doesNotContain("tenant_globex");
    }

    @Test
    void aStageOfRawBytesHidesNothing() {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(bytes)) {
            writer.writeStartDocument();
            writer.writeString("$out", "things");
            writer.writeName("$out");
            new BsonDocumentCodec()
                    .encode(
                            writer,
                            foreignOut().getDocument("$out"),
                            EncoderContext.builder().build());
            writer.writeEndDocument();
        }
        RawBsonDocument twice = new RawBsonDocument(bytes.toByteArray());
        assertRefused(ErrorId.DATABASE_FOREIGN, () -> things.aggregate(List.of(twice)));
    }

    private BsonDocument foreignOut() {
        return BsonDocument.parse("{$out: {db: '" + foreign() + "', coll: 'things'}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{renameCollection: 'a.b', to: 'c.d'}",
                "{dataSize: 'a.b'}",
                "{mapReduce: 'things', map: '', reduce: '', out: {replace: 'x', db: 'a'}}",
                "{applyOps: []}",
                "{createUser: 'eve', pwd: 'x', roles: [{role: 'root', db: 'admin'}]}",
                "{aCommandOfALaterServer: 1}",
                "{explain: {aCommandOfALaterServer: 1}}",
                "{find: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}}}",
            })
    void commandsThatAreNotKnownToStay(String command) {
        assertRefused(ErrorId.COMMAND_REFUSED, () -> database.runCommand(BsonDocument.parse(command)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{find: 'things', $db: 'FOREIGN'}",
                "{explain: {find: 'things', $db: 'FOREIGN'}}",
                "{create: 'v', viewOn: 'things', pipeline: [{$unionWith: {db: 'FOREIGN', coll: 'things'}}]}",
            })
    void commandsThatNameAnotherDatabase(String command) {
        assertRefused(
                ErrorId.DATABASE_FOREIGN,
                () -> database.runCommand(BsonDocument.parse(command.replace("FOREIGN", foreign()))));
    }

    @Test
    void commandsThatStay() {
        asAcme(() -> {
            assertThat(database.runCommand(new Document("count", "things"))
                            .get("n", Number.class)
                            .intValue())
                    .isEqualTo(1);
            assertThat(database.runCommand(new Document("ping", 1))
                            .get("ok", Number.class)
                            .intValue())
                    .isEqualTo(1);
        });
    }

    @Test
    void mapReduce() {
        assertRefused(ErrorId.COMMAND_REFUSED, () -> Injected.mapReduce(things));
    }

    @Test
    void theDriversGridFsBucket() {
        for (MongoDatabase handle : List.of(database, polyMongo.database(own()))) {
            assertThatThrownBy(() -> GridFSBuckets.create(handle))
                    .isInstanceOf(PolyMongoException.class)
                    .hasMessage(
                            "PMONGO-0403: GridFSBuckets.create does not keep to one tenant and one transaction over a"
                                    + " handle that is resolved per call; inject a GridFSBucket, or call PolyMongo.bucket(…)");
        }
    }

    @Test
    void handlesOfADatabaseByNameAreNotBounded() {
        polyMongo
                .database(own())
                .getCollection("things")
                .aggregate(List.of(Aggregates.out(databases.name("archive"), "things")));
    }
}
