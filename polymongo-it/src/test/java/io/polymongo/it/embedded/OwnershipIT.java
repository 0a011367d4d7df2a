package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.result.UpdateResult;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user may see, read on and kill because it is his own, and what is another's. */
@ExtendWith(LeakCheck.class)
class OwnershipIT {

    private static final String PASSWORD = "secret";

    private final List<MongoClient> clients = new ArrayList<>();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private EmbeddedMongo server;
    private MongoClient root;
    private MongoClient ann;
    private MongoClient bob;

    @BeforeEach
    void start() {
        server = EmbeddedMongo.builder()
                .user("root", PASSWORD, "root")
                .user("ann", PASSWORD, "readWrite@shop")
                .user("bob", PASSWORD, "readWrite@shop")
                .user("monitor", PASSWORD, "clusterMonitor")
                .start();
        root = client("root");
        ann = client("ann");
        bob = client("bob");
        things(root).insertMany(List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3)));
    }

    @AfterEach
    void end() {
        clients.forEach(MongoClient::close);
        server.close();
        callers.shutdownNow();
    }

    private MongoClient client(String user) {
        MongoClient client = Sets.client(
                server,
                settings ->
                        settings.credential(MongoCredential.createCredential(user, "admin", PASSWORD.toCharArray())));
        clients.add(client);
        return client;
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("shop").getCollection("things");
    }

    private static Document admin(MongoClient client, String command) {
        return client.getDatabase("admin").runCommand(Document.parse(command));
    }

    private static List<Document> listed(MongoClient client, String fields) {
        return admin(client, "{currentOp: 1, " + fields + "}").getList("inprog", Document.class);
    }

    private static void fails(int code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static void isNotAllowed(ThrowingCallable call) {
        fails(13, "not authorized on", call);
    }

    /** Ann's update waits for a transaction. */
    private CompletableFuture<UpdateResult> annsUpdate(ClientSession holder) {
        holder.startTransaction();
        things(root).updateOne(holder, Filters.eq(1), Updates.set("n", 1));
        CompletableFuture<UpdateResult> update =
                CompletableFuture.supplyAsync(() -> things(ann).updateOne(Filters.eq(1), Updates.set("n", 2)), callers);
        await().until(() -> listed(root, "op: 'update'").size() == 1);
        return update;
    }

    @Test
    void whoMonitorsSeesWhatEverybodyRuns() {
        try (ClientSession holder = root.startSession()) {
            CompletableFuture<UpdateResult> update = annsUpdate(holder);
            assertThat(listed(client("monitor"), "op: 'update'"))
                    .singleElement()
                    .satisfies(op -> assertThat(op.getList("effectiveUsers", Document.class))
                            .containsExactly(new Document("user", "ann").append("db", "admin")));
            assertThat(listed(ann, "$ownOps: true, op: 'update'")).hasSize(1);
            assertThat(listed(bob, "$ownOps: true, op: 'update'")).isEmpty();
            isNotAllowed(() -> listed(bob, "op: 'update'"));
            isNotAllowed(() -> listed(ann, "$ownOps: false"));
            assertThat(staged(bob, "{}")).isEmpty();
            assertThat(staged(ann, "{}")).hasSize(1);
            isNotAllowed(() -> staged(bob, "{allUsers: true}"));
            holder.abortTransaction();
            assertThat(update).succeedsWithin(2, TimeUnit.MINUTES);
        }
    }

    private static List<Document> staged(MongoClient client, String options) {
        return client.getDatabase("admin")
                .aggregate(List.of(
                        new Document("$currentOp", Document.parse(options)),
                        new Document("$match", new Document("op", "update"))))
                .into(new ArrayList<>());
    }

    @Test
    void aTransactionIsSeenByItsUser() {
        try (ClientSession session = ann.startSession()) {
            session.startTransaction();
            things(ann).find(session).first();
            String open = "type: 'idleSession'";
            assertThat(listed(root, open)).hasSize(1);
            assertThat(listed(ann, "$ownOps: true, " + open)).hasSize(1);
            assertThat(listed(bob, "$ownOps: true, " + open)).isEmpty();
            session.commitTransaction();
            assertThat(listed(root, open)).isEmpty();
        }
    }

    @Test
    void oneListsOnesOwnSessions() {
        try (ClientSession session = ann.startSession()) {
            things(ann).find(session).first();
            Object id = session.getServerSession().getIdentifier().getBinary("id");
            assertThat(sessions(ann, "{}")).contains(id);
            assertThat(sessions(bob, "{}")).isNotEmpty().doesNotContain(id);
            assertThat(sessions(root, "{allUsers: true}")).contains(id);
            isNotAllowed(() -> sessions(bob, "{allUsers: true}"));
        }
    }

    private static List<Object> sessions(MongoClient client, String options) {
        return client.getDatabase("admin")
                .aggregate(List.of(new Document("$listLocalSessions", Document.parse(options))), BsonDocument.class)
                .map(session -> (Object) session.getDocument("_id").getBinary("id"))
                .into(new ArrayList<>());
    }

    @Test
    void onesOwnCommandsAreKilledWithoutARight() {
        try (ClientSession holder = root.startSession()) {
            CompletableFuture<UpdateResult> update = annsUpdate(holder);
            String kill =
                    "{killOp: 1, op: " + listed(root, "op: 'update'").get(0).getInteger("opid") + "}";
            isNotAllowed(() -> admin(bob, kill));
            isNotAllowed(() -> admin(client("monitor"), kill));
            isNotAllowed(() -> admin(ann, "{killOp: 1, op: -1}"));
            assertThat(update).isNotDone();
            assertThat(admin(ann, kill)).containsEntry("info", "attempting to kill op");
            assertThat(update)
                    .failsWithin(2, TimeUnit.MINUTES)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(11601));
            holder.abortTransaction();
        }
    }

    @Test
    void whoAdministersKillsAnybodys() {
        try (ClientSession holder = root.startSession()) {
            CompletableFuture<UpdateResult> update = annsUpdate(holder);
            admin(root, "{killOp: 1, op: " + listed(root, "op: 'update'").get(0).getInteger("opid") + "}");
            assertThat(update).failsWithin(2, TimeUnit.MINUTES);
            admin(root, "{killOp: 1, op: -1}");
            holder.abortTransaction();
        }
    }

    /** Kills in some way while Ann and Bob each have a transaction; then only Ann's is gone. */
    private void endsOnlyAnns(Runnable kill) {
        try (ClientSession anns = ann.startSession();
                ClientSession bobs = bob.startSession()) {
            anns.startTransaction();
            bobs.startTransaction();
            things(ann).insertOne(anns, new Document("_id", "ann"));
            things(bob).insertOne(bobs, new Document("_id", "bob"));
            kill.run();
            fails(251, "", anns::commitTransaction);
            bobs.commitTransaction();
        }
        assertThat(things(root).countDocuments()).isEqualTo(4);
    }

    @Test
    void sessionsOfAUser() {
        endsOnlyAnns(() -> admin(root, "{killAllSessions: [{user: 'ann', db: 'admin'}]}"));
        fails(
                11,
                "Could not find user \"ann\" for db \"shop\"",
                () -> admin(root, "{killAllSessions: [{user: 'ann', db: 'shop'}]}"));
        isNotAllowed(() -> admin(bob, "{killAllSessions: [{user: 'ann', db: 'admin'}]}"));
    }

    @Test
    void sessionsOfAUserByHisHash() throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("ann@admin".getBytes(StandardCharsets.UTF_8));
        endsOnlyAnns(() -> root.getDatabase("admin")
                .runCommand(new Document("killAllSessionsByPattern", List.of(new Document("uid", new Binary(hash))))));
    }

    @Test
    void oneSessionByPattern() {
        endsOnlyAnns(() -> {
            Document lsid = listed(root, "type: 'idleSession'").stream()
                    .map(session -> session.get("lsid", Document.class))
                    .filter(session -> listed(ann, "$ownOps: true, type: 'idleSession'").stream()
                            .anyMatch(own -> own.get("lsid").equals(session)))
                    .findFirst()
                    .orElseThrow();
            root.getDatabase("admin")
                    .runCommand(new Document("killAllSessionsByPattern", List.of(new Document("lsid", lsid))));
        });
    }

    @Test
    void onesOwnSessions() {
        endsOnlyAnns(() -> admin(ann, "{killSessions: []}"));
    }

    @Test
    void nobodyKillsInAnothersName() {
        for (String pattern : List.of("users: [{user: 'ann', db: 'admin'}]", "roles: [{role: 'read', db: 'shop'}]")) {
            fails(
                    13,
                    "Not authorized to impersonate in killAllSessionsByPattern",
                    () -> admin(root, "{killAllSessionsByPattern: [{" + pattern + "}]}"));
        }
        admin(root, "{killAllSessionsByPattern: []}");
    }

    private static String opened(MongoClient client) {
        Document reply = client.getDatabase("shop").runCommand(Document.parse("{find: 'things', batchSize: 1}"));
        return "{killCursors: 'things', cursors: [NumberLong("
                + reply.get("cursor", Document.class).getLong("id") + ")]}";
    }

    private static List<Long> killed(MongoClient client, String kill) {
        return client.getDatabase("shop").runCommand(Document.parse(kill)).getList("cursorsKilled", Long.class);
    }

    @Test
    void anothersCursorIsNotKilled() {
        String kill = opened(ann);
        isNotAllowed(() -> killed(bob, kill));
        assertThat(killed(ann, kill)).hasSize(1);
        assertThat(killed(bob, kill)).isEmpty();
        assertThat(killed(root, opened(ann))).hasSize(1);
    }

    @Test
    void norIsAnothersChangeStream() {
        Document reply = ann.getDatabase("shop")
                .runCommand(Document.parse("{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}"));
        String kill = "{killCursors: 'things', cursors: [NumberLong("
                + reply.get("cursor", Document.class).getLong("id") + ")]}";
        isNotAllowed(() -> killed(bob, kill));
        assertThat(killed(ann, kill)).hasSize(1);
    }
}
