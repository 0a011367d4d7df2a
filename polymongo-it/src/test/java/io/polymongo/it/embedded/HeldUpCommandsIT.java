package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands that a fail point holds up are among those that run, on their member. */
@ExtendWith(LeakCheck.class)
class HeldUpCommandsIT {

    private EmbeddedMongo server;
    private MongoClient client;

    @BeforeEach
    void start() {
        server = Sets.three();
        client = Sets.client(server);
        Sets.things(client).insertOne(new Document("_id", 1));
        admin("{configureFailPoint: 'failCommand', mode: {times: 1}, data: {failCommands: ['find'],"
                + " blockConnection: true, blockTimeMS: 3600000}}");
    }

    @AfterEach
    void end() {
        client.close();
        server.close();
    }

    private Document admin(String command) {
        return client.getDatabase("admin").runCommand(Document.parse(command));
    }

    private List<Document> listed(String filter) {
        return admin("{currentOp: 1, " + filter + "}").getList("inprog", Document.class);
    }

    private Document awaitFind() {
        await().until(() -> listed("op: 'query'").size() == 1);
        return listed("op: 'query'").get(0);
    }

    private static void isInterrupted(CompletableFuture<Document> find) {
        assertThat(find)
                .failsWithin(2, TimeUnit.MINUTES)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(11601));
    }

    @Test
    void theyAreKilledOnTheirMember() {
        CompletableFuture<Document> find =
                CompletableFuture.supplyAsync(() -> Sets.things(client).find().first());
        Document op = awaitFind();
        int primary = server.primary().orElseThrow();
        assertThat(op).containsEntry("ns", "stress.things");
        assertThat(op.getString("host")).endsWith(":" + server.port(primary));
        String kill = "{killOp: 1, op: " + op.getInteger("opid") + "}";
        try (var secondary = Sets.raw(server, (primary + 1) % 3)) {
            secondary.admin(kill);
            assertThat(secondary.admin("{currentOp: 1, op: 'query'}").getArray("inprog"))
                    .isEmpty();
        }
        assertThat(find).isNotDone();
        admin(kill);
        isInterrupted(find);
        assertThat(Sets.things(client).find().first()).containsEntry("_id", 1);
    }

    @Test
    void aTransactionIsToldWithItsCommand() {
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            Sets.things(client).insertOne(session, new Document("_id", 2));
            assertThat(listed("type: 'idleSession'")).hasSize(1);
            CompletableFuture<Document> find = CompletableFuture.supplyAsync(
                    () -> Sets.things(client).find(session).first());
            Document op = awaitFind();
            Document transaction = op.get("transaction", Document.class);
            assertThat(transaction.get("parameters", Document.class)).containsEntry("autocommit", false);
            assertThat(transaction.getLong("timeOpenMicros")).isPositive();
            assertThat(listed("type: 'idleSession'")).isEmpty();
            admin("{killOp: 1, op: " + op.getInteger("opid") + "}");
            isInterrupted(find);
            session.abortTransaction();
        }
    }
}
