package io.polymongo.it.pool;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Every way that leads to a database; each looks at the servers where it has led to. */
enum DatabasePath {
    READ(w -> reads(w, w.things)),
    WRITE(w -> writes(w, w.things)),
    BULK(w -> bulk(w, w.things)),
    AGGREGATE(w -> w.assertSeed(Objects.requireNonNull(w.things
            .aggregate(List.of(new Document("$match", new Document("_id", "seed"))))
            .first()))),
    OUT(DatabasePath::out),
    WATCH(w -> watches(w, w.things)),
    INDEXES(w -> indexes(w, w.things)),
    DERIVED(w ->
            reads(w, w.database.withCodecRegistry(w.database.getCodecRegistry()).getCollection("things"))),
    RUN_COMMAND(w -> runs(w, w.database)),
    LIST_COLLECTIONS(w -> lists(w, w.database)),
    CREATE_COLLECTION(DatabasePath::creates),
    GRIDFS(w -> files(w, w.bucket)),
    GRIDFS_STREAMS(w -> streams(w, w.bucket)),
    MODEL(w -> writes(w, w.model.db(Visitor.DATABASE))),
    TRANSACTION(DatabasePath::transaction),
    TRANSACTION_ON_IT(DatabasePath::transactionOnIt),
    START_SESSION(DatabasePath::session),
    WITH_CLIENT(DatabasePath::client),
    PING(DatabasePath::ping),
    STATS(DatabasePath::stats),
    NAMES(w -> assertThat(w.polyMongo.databases().names()).contains(Visitor.DATABASE)),
    PROVISION(w -> w.polyMongo.tenants().provision(Visitor.TENANT)),
    TENANT_READ(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> reads(w, w.tenantThings))),
    TENANT_WRITE(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> writes(w, w.tenantThings))),
    TENANT_BULK(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> bulk(w, w.tenantThings))),
    TENANT_WATCH(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> watches(w, w.tenantThings))),
    TENANT_INDEXES(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> indexes(w, w.tenantThings))),
    TENANT_RUN_COMMAND(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> runs(w, w.tenantDatabase))),
    TENANT_LIST_COLLECTIONS(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> lists(w, w.tenantDatabase))),
    TENANT_GRIDFS(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> files(w, w.tenantBucket))),
    TENANT_GRIDFS_STREAMS(w -> w.polyMongo.tenants().run(Visitor.TENANT, () -> streams(w, w.tenantBucket))),
    TENANT_TRANSACTION(DatabasePath::tenantTransaction);

    @FunctionalInterface
    private interface Use {
        void by(Visitor visitor) throws IOException;
    }

    private final Use use;

    DatabasePath(Use use) {
        this.use = use;
    }

    void take(Visitor visitor) {
        try {
            use.by(visitor);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("the path " + this + " led astray: " + e, e);
        }
    }

    private static void reads(Visitor w, MongoCollection<Document> things) {
        w.assertSeed(Objects.requireNonNull(things.find(eq("_id", "seed")).first()));
        assertThat(things.distinct("server", String.class).into(new ArrayList<>()))
                .containsExactly("home");
        assertThat(things.countDocuments(eq("server", "home"))).isEqualTo(1);
        things.find(eq("_id", "seed")).forEach(w::assertSeed);
    }

    private static void writes(Visitor w, MongoCollection<Document> things) {
        Document document = w.fresh();
        things.insertOne(document);
        w.assertWritten(document);
        assertThat(things.updateOne(eq("_id", document.get("_id")), set("changed", true))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(things.findOneAndDelete(eq("_id", document.get("_id")))).isNotNull();
        assertThat(w.home().getCollection("things").countDocuments(eq("_id", document.get("_id"))))
                .isZero();
    }

    private static void bulk(Visitor w, MongoCollection<Document> things) {
        Document one = w.fresh();
        Document other = w.fresh();
        things.insertMany(List.of(one));
        things.bulkWrite(List.of(
                new InsertOneModel<>(other), new ReplaceOneModel<>(eq("_id", one.get("_id")), new Document("a", 1))));
        w.assertWritten(one);
        w.assertWritten(other);
    }

    private static void out(Visitor w) {
        String to = "out" + new ObjectId();
        w.things
                .aggregate(List.of(new Document("$match", new Document("_id", "seed")), new Document("$out", to)))
                .toCollection();
        w.assertWritten(to, new Document("_id", "seed"));
    }

    private static void watches(Visitor w, MongoCollection<Document> things) {
        Document decoy = w.fresh();
        Document own = w.fresh();
        try (var cursor = things.watch().cursor()) {
            w.decoy().getCollection("things").insertOne(decoy);
            w.home().getCollection("things").insertOne(own);
            assertThat(Objects.requireNonNull(cursor.next().getFullDocument()).get("_id"))
                    .isEqualTo(own.get("_id"));
        }
    }

    private static void indexes(Visitor w, MongoCollection<Document> things) {
        String field = "f" + new ObjectId();
        String index = things.createIndex(Indexes.ascending(field));
        assertThat(things.listIndexes().map(each -> each.getString("name")).into(new ArrayList<>()))
                .contains(index);
        assertThat(names(w.home())).contains(index);
        assertThat(names(w.decoy())).doesNotContain(index);
        things.dropIndex(index);
        assertThat(names(w.home())).doesNotContain(index);
    }

    private static List<String> names(MongoDatabase database) {
        return database.getCollection("things")
                .listIndexes()
                .map(each -> each.getString("name"))
                .into(new ArrayList<>());
    }

    private static void runs(Visitor w, MongoDatabase database) {
        Document reply = database.runCommand(new Document("find", "things").append("filter", eq("_id", "seed")));
        w.assertSeed(reply.get("cursor", Document.class)
                .getList("firstBatch", Document.class)
                .get(0));
    }

    private static void lists(Visitor w, MongoDatabase database) {
        assertThat(database.listCollectionNames().into(new ArrayList<>()))
                .contains("at-home")
                .doesNotContain("at-decoy");
    }

    private static void creates(Visitor w) {
        String name = "c" + new ObjectId();
        w.database.createCollection(name);
        assertThat(w.home().listCollectionNames().into(new ArrayList<>())).contains(name);
        assertThat(w.decoy().listCollectionNames().into(new ArrayList<>())).doesNotContain(name);
    }

    private static void files(Visitor w, GridFSBucket bucket) {
        byte[] content = "of the pool's server".getBytes(UTF_8);
        ObjectId id = bucket.uploadFromStream("file", new ByteArrayInputStream(content));
        w.assertWritten("files.files", new Document("_id", id));
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        bucket.downloadToStream(id, back);
        assertThat(back.toByteArray()).isEqualTo(content);
        bucket.delete(id);
    }

    private static void streams(Visitor w, GridFSBucket bucket) throws IOException {
        byte[] content = "in pieces".getBytes(UTF_8);
        ObjectId id;
        try (GridFSUploadStream upload = bucket.openUploadStream("stream")) {
            upload.write(content);
            id = upload.getObjectId();
        }
        w.assertWritten("files.files", new Document("_id", id));
        try (GridFSDownloadStream download = bucket.openDownloadStream(id)) {
            assertThat(download.readAllBytes()).isEqualTo(content);
        }
    }

    private static void transaction(Visitor w) {
        Document document = w.fresh();
        w.polyMongo.transaction(() -> {
            w.things.insertOne(document);
            assertThat(w.home().getCollection("things").countDocuments(eq("_id", document.get("_id"))))
                    .as("seen from outside")
                    .isZero();
            return w.things.countDocuments(eq("_id", document.get("_id")));
        });
        w.assertWritten(document);
    }

    private static void transactionOnIt(Visitor w) {
        Document document = w.fresh();
        w.polyMongo.transaction(Visitor.DATABASE, TransactionOptions.builder().build(), () -> {
            w.database.getCollection("things").insertOne(document);
            return true;
        });
        w.assertWritten(document);
    }

    private static void tenantTransaction(Visitor w) {
        Document document = w.fresh();
        w.polyMongo
                .tenants()
                .run(
                        Visitor.TENANT,
                        () -> w.polyMongo.transaction(() -> {
                            w.tenantThings.insertOne(document);
                            return true;
                        }));
        w.assertWritten(document);
    }

    private static void session(Visitor w) {
        Document document = w.fresh();
        try (ClientSession session = w.polyMongo.startSession(Visitor.DATABASE)) {
            session.startTransaction();
            w.things.insertOne(session, document);
            session.commitTransaction();
        }
        w.assertWritten(document);
    }

    private static void client(Visitor w) {
        Document document = w.fresh();
        w.polyMongo.withClient(
                Visitor.DATABASE,
                client -> client.getDatabase(Visitor.DATABASE)
                        .getCollection("things")
                        .insertOne(document));
        w.assertWritten(document);
    }

    private static void ping(Visitor w) {
        w.pools.clear();
        assertThat(w.polyMongo.databases().ping(Visitor.DATABASE)).isPositive();
        assertThat(w.pools.all()).contains(new SeenPools.Seen(NamedPoolsIT.POOL, w.port(), "admin.ping"));
    }

    private static void stats(Visitor w) {
        // The one collection more tells the two from each other.
        w.home().createCollection("more" + new ObjectId());
        long collections =
                w.home().listCollectionNames().into(new ArrayList<>()).size();
        assertThat(w.polyMongo.databases().stats(Visitor.DATABASE)).satisfies(stats -> {
            assertThat(stats.name()).isEqualTo(Visitor.DATABASE);
            assertThat(stats.pool()).isEqualTo(NamedPoolsIT.POOL);
            assertThat(stats.collections()).isEqualTo(collections);
        });
        assertThat(w.decoy().listCollectionNames().into(new ArrayList<>()).size())
                .isNotEqualTo((int) collections);
    }
}
