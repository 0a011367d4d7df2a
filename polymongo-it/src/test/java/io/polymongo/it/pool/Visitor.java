package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.Model;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Handles of one database that is in a pool, all of them made once and before anything happens to the pool; and the
 * database as it is on the pool's server, beside that of the same name on the server of the shared pool.
 */
final class Visitor {

    static final String TENANT = "acme";
    static final String DATABASE = "tenant_" + TENANT;

    final AssembledPolyMongo polyMongo;
    final SeenPools pools;
    final MongoDatabase database;
    final MongoCollection<Document> things;
    final GridFSBucket bucket;
    final Model<Document> model;
    final MongoDatabase tenantDatabase;
    final MongoCollection<Document> tenantThings;
    final GridFSBucket tenantBucket;
    private final PoolServers servers;
    private String home;

    Visitor(AssembledPolyMongo polyMongo, SeenPools pools, PoolServers servers) {
        this.polyMongo = polyMongo;
        this.pools = pools;
        this.servers = servers;
        this.database = polyMongo.database(DATABASE);
        this.things = database.getCollection("things");
        this.bucket = polyMongo.bucket(DATABASE, "files");
        this.model = polyMongo.model(Document.class, "things");
        this.tenantDatabase = polyMongo.tenantDatabase();
        this.tenantThings = model.tenant();
        this.tenantBucket = polyMongo.tenantBucket("files");
    }

    /** From now on the pool is on a server; it and that of the shared pool get data that tell them from each other. */
    void livesOn(String server) {
        home = server;
        servers.clear();
        seed(server, "home");
        seed(PoolServers.SHARED, "decoy");
    }

    private void seed(String server, String text) {
        servers.raw(server, DATABASE)
                .getCollection("things")
                .insertOne(new Document("_id", "seed").append("server", text));
        servers.raw(server, DATABASE).createCollection("at-" + text);
    }

    /** The database where it ought to be. */
    MongoDatabase home() {
        return servers.raw(home, DATABASE);
    }

    MongoDatabase decoy() {
        return servers.raw(PoolServers.SHARED, DATABASE);
    }

    int port() {
        return servers.server(home).port();
    }

    /** A document with an id that nothing else has. */
    Document fresh() {
        return new Document("_id", new ObjectId());
    }

    void assertWritten(Document document) {
        assertWritten("things", document);
    }

    /** It is where it ought to be, and only there. */
    void assertWritten(String collection, Document document) {
        Document byId = new Document("_id", document.get("_id"));
        assertThat(home().getCollection(collection).countDocuments(byId))
                .as("in %s of the pool's server", collection)
                .isEqualTo(1);
        assertThat(decoy().getCollection(collection).countDocuments(byId))
                .as("in %s of the shared pool's server", collection)
                .isZero();
    }

    void assertSeed(Document found) {
        assertThat(found.getString("server")).isEqualTo("home");
    }
}
