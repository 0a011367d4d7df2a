package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what on a server that has users, as the driver sees it. */
@ExtendWith(LeakCheck.class)
class RightsIT {

    private static final String PASSWORD = "secret";

    private final List<MongoClient> clients = new ArrayList<>();
    private EmbeddedMongo server;
    private MongoClient root;

    @BeforeEach
    void start() {
        server = EmbeddedMongo.builder()
                .user("root", PASSWORD, "root")
                .user("nothing", PASSWORD)
                .user("reader", PASSWORD, "read@shop")
                .user("writer", PASSWORD, "readWrite@shop", "read@archive")
                .user("watcher", PASSWORD, "readAnyDatabase")
                .start();
        root = client("root", PASSWORD);
        root.getDatabase("shop").getCollection("things").insertOne(new Document("_id", 1));
        root.getDatabase("archive").getCollection("things").insertOne(new Document("_id", 1));
    }

    @AfterEach
    void end() {
        clients.forEach(MongoClient::close);
        server.close();
    }

    private MongoClient client(String user, String password) {
        return added(Sets.client(
                server,
                settings ->
                        settings.credential(MongoCredential.createCredential(user, "admin", password.toCharArray()))));
    }

    private MongoClient added(MongoClient client) {
        clients.add(client);
        return client;
    }

    private MongoDatabase shop(String user) {
        return client(user, PASSWORD).getDatabase("shop");
    }

    private static MongoCollection<Document> things(MongoDatabase database) {
        return database.getCollection("things");
    }

    private static void isNotAllowed(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(13))
                .hasMessageContaining("not authorized on");
    }

    private static void cannotLogIn(MongoClient client) {
        assertThatThrownBy(() -> client.getDatabase("admin").runCommand(new Document("ping", 1)))
                .isInstanceOf(MongoSecurityException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(18));
    }

    @Test
    void nobodyIsToldToLogIn() {
        MongoDatabase shop = added(Sets.client(server)).getDatabase("shop");
        shop.runCommand(new Document("ping", 1));
        assertThatThrownBy(() -> things(shop).find().first())
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(13))
                .hasMessageContaining("command find requires authentication");
        assertThatThrownBy(() -> things(shop).insertOne(new Document()))
                .hasMessageContaining("command insert requires authentication");
    }

    @Test
    void anotherPasswordNameOrDatabaseIsNoLogin() {
        cannotLogIn(client("reader", "another"));
        cannotLogIn(client("nobody", PASSWORD));
        cannotLogIn(added(Sets.client(
                server,
                settings -> settings.credential(
                        MongoCredential.createCredential("reader", "shop", PASSWORD.toCharArray())))));
        client("reader", PASSWORD).getDatabase("admin").runCommand(new Document("ping", 1));
    }

    @Test
    void whoHasNoRoleMayDoNothing() {
        MongoDatabase shop = shop("nothing");
        shop.runCommand(new Document("ping", 1));
        isNotAllowed(() -> things(shop).find().first());
        isNotAllowed(() -> things(shop).insertOne(new Document()));
        isNotAllowed(() -> shop.listCollectionNames().first());
        assertThat(clients.get(clients.size() - 1).listDatabaseNames()).isEmpty();
    }

    @Test
    void whoReadsDoesNotWrite() {
        MongoCollection<Document> things = things(shop("reader"));
        assertThat(things.find().first()).containsEntry("_id", 1);
        assertThat(things.countDocuments()).isOne();
        assertThat(things.listIndexes()).hasSize(1);
        isNotAllowed(() -> things.insertOne(new Document()));
        isNotAllowed(() -> things.updateOne(Filters.eq(1), Updates.set("n", 1)));
        isNotAllowed(() -> things.deleteOne(Filters.eq(1)));
        isNotAllowed(() -> things.findOneAndDelete(Filters.eq(1)));
        isNotAllowed(() -> things.createIndex(Indexes.ascending("n")));
        isNotAllowed(things::drop);
        assertThat(things.countDocuments()).isOne();
    }

    @Test
    void whoReadsDoesNotWriteByAggregationEither() {
        MongoDatabase shop = shop("reader");
        isNotAllowed(
                () -> things(shop).aggregate(List.of(Aggregates.out("made"))).toCollection());
        isNotAllowed(
                () -> things(shop).aggregate(List.of(Aggregates.merge("made"))).toCollection());
        assertThat(things(shop).aggregate(List.of(Aggregates.match(Filters.eq(1)))))
                .hasSize(1);
        MongoDatabase writable = shop("writer");
        things(writable).aggregate(List.of(Aggregates.out("made"))).toCollection();
        assertThat(writable.getCollection("made").countDocuments()).isOne();
        isNotAllowed(() -> things(writable)
                .aggregate(List.of(Aggregates.out("archive", "made")))
                .toCollection());
    }

    @Test
    void listsShowWhatOneMayRead() {
        MongoDatabase shop = shop("reader");
        assertThat(shop.listCollectionNames()).containsExactly("things");
        MongoClient reader = clients.get(clients.size() - 1);
        assertThat(reader.listDatabaseNames()).containsExactly("shop");
        isNotAllowed(() -> reader.getDatabase("archive").listCollectionNames().first());
        assertThat(root.listDatabaseNames()).contains("shop", "archive", "admin");
    }

    @Test
    void rightsEndWithTheDatabase() {
        MongoClient writer = client("writer", PASSWORD);
        things(writer.getDatabase("shop")).insertOne(new Document("_id", 2));
        things(writer.getDatabase("shop")).createIndex(Indexes.ascending("n"));
        assertThat(things(writer.getDatabase("archive")).find().first()).isNotNull();
        isNotAllowed(() -> things(writer.getDatabase("archive")).insertOne(new Document("_id", 2)));
        isNotAllowed(() -> things(writer.getDatabase("other")).find().first());
        isNotAllowed(() -> writer.getDatabase("shop").drop());
    }

    @Test
    void transactionsNeedNoRightOfTheirOwn() {
        MongoClient writer = client("writer", PASSWORD);
        try (ClientSession session = writer.startSession()) {
            session.startTransaction();
            things(writer.getDatabase("shop")).insertOne(session, new Document("_id", 2));
            session.commitTransaction();
            session.startTransaction();
            isNotAllowed(() -> things(writer.getDatabase("archive")).insertOne(session, new Document("_id", 2)));
            session.abortTransaction();
        }
        assertThat(things(root.getDatabase("shop")).countDocuments()).isEqualTo(2);
        assertThat(things(root.getDatabase("archive")).countDocuments()).isOne();
    }

    @Test
    void watchingEverythingNeedsToReadEverything() {
        MongoClient reader = client("reader", PASSWORD);
        reader.getDatabase("shop").watch().cursor().close();
        isNotAllowed(() -> reader.getDatabase("archive").watch().cursor());
        isNotAllowed(() -> reader.watch().cursor());
        client("watcher", PASSWORD).watch().cursor().close();
    }

    @Test
    void theServerItselfIsItsAdministrators() {
        MongoDatabase admin = client("writer", PASSWORD).getDatabase("admin");
        for (String command : List.of(
                "{configureFailPoint: 'failCommand', mode: 'off'}",
                "{killAllSessions: []}",
                "{replSetStepDown: 1}",
                "{serverStatus: 1}",
                "{createUser: 'u', pwd: 'p', roles: []}")) {
            isNotAllowed(() -> admin.runCommand(Document.parse(command)));
        }
        root.getDatabase("admin").runCommand(Document.parse("{serverStatus: 1}"));
    }

    @Test
    void usersAreMadeAndDroppedWhileItRuns() {
        MongoDatabase shop = root.getDatabase("shop");
        shop.runCommand(Document.parse("{createUser: 'late', pwd: 'secret', roles: ['read']}"));
        MongoCollection<Document> things = things(added(Sets.client(
                        server,
                        settings -> settings.credential(
                                MongoCredential.createCredential("late", "shop", PASSWORD.toCharArray()))))
                .getDatabase("shop"));
        assertThat(things.find().first()).isNotNull();
        shop.runCommand(Document.parse("{dropUser: 'late'}"));
        assertThatThrownBy(() -> things.find().first())
                .isInstanceOfSatisfying(
                        MongoException.class,
                        error -> assertThat(error.getCode()).isEqualTo(13));
    }
}
