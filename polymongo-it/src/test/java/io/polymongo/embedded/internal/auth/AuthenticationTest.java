package io.polymongo.embedded.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final Belongings NOTHING = new Belongings() {
        @Override
        public Owner ofOperation(int member, int id) {
            return null;
        }

        @Override
        public Owner ofCursor(long id) {
            return null;
        }
    };

    private static final String PASSWORD = "a secret, plain = one";

    private final SecureRandom random = new SecureRandom();
    private final List<String> ran = new ArrayList<>();
    private FakeConnection connection = new FakeConnection();
    private Users users;
    private Authentication server;

    @BeforeEach
    void start() {
        users = new Users(random, true);
        server = server(users);
    }

    @Test
    void authenticatesInTwoSteps() {
        users.add("admin", "root,er", PASSWORD, List.of(new Role("root", "admin")));
        ScramClient client = new ScramClient("root,er", PASSWORD, "clientNonce");

        Document first = send("admin", start(client.first(), true));
        assertThat(first)
                .containsEntry("conversationId", 1)
                .containsEntry("done", false)
                .containsEntry("ok", 1.0);
        assertThat(text(first)).endsWith(",i=15000");
        Document last = send("admin", resume(client.last(text(first))));

        assertThat(last).containsEntry("done", true);
        assertThat(text(last)).isEqualTo(client.expectedFromServer());
        assertThat(send("db", new Document("find", "c"))).containsEntry("ok", 1.0);
    }

    @Test
    void authenticatesInThreeSteps() {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        ScramClient client = new ScramClient("root", PASSWORD, "clientNonce");

        Document first = send("admin", start(client.first(), false));
        assertThat(send("admin", resume(client.last(text(first))))).containsEntry("done", false);
        fails("db", new Document("find", "c"), 13, "command find requires authentication");
        assertThat(send("admin", resume(""))).containsEntry("done", true);
        assertThat(send("db", new Document("find", "c"))).containsEntry("ok", 1.0);
    }

    @Test
    void authenticatesInsideHello() {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        ScramClient client = new ScramClient("root", PASSWORD, "clientNonce");
        Document hello = new Document("hello", 1)
                .append("saslSupportedMechs", "admin.root")
                .append("speculativeAuthenticate", start(client.first(), true).append("db", "admin"));

        Document reply = send("admin", hello);

        assertThat(reply).containsEntry("saslSupportedMechs", List.of("SCRAM-SHA-256"));
        Document started = (Document) reply.get("speculativeAuthenticate");
        assertThat(started).containsEntry("done", false).doesNotContainKey("ok");
        assertThat(send("admin", resume(client.last(text(started))))).containsEntry("done", true);
    }

    @Test
    void saysNothingInHelloOfWhatFailed() {
        Document hello = new Document("hello", 1)
                .append("saslSupportedMechs", "admin.nobody")
                .append(
                        "speculativeAuthenticate",
                        start("n,,n=nobody,r=clientNonce", true).append("db", "admin"));

        assertThat(send("admin", hello)).isEqualTo(new Document("ok", 1.0));
        fails("admin", resume("x"), 17, "No SASL session state found");
    }

    @Test
    void failsWithAnotherPasswordAndForgetsTheConversation() {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        ScramClient client = new ScramClient("root", "another", "clientNonce");
        String last = client.last(text(send("admin", start(client.first(), true))));

        fails("admin", resume(last), 18, "Authentication failed.");
        fails("admin", resume(last), 17, "No SASL session state found");
        fails("admin", start("n,,n=nobody,r=clientNonce", true), 18, "Authentication failed.");
        fails("db", new Document("find", "c"), 13, "command find requires authentication");
    }

    @Test
    void answersBase64WithBase64() {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        String first = new ScramClient("root", PASSWORD, "clientNonce").first();
        String encoded = Base64.getEncoder().encodeToString(first.getBytes(StandardCharsets.UTF_8));

        assertThat(send("admin", start("", true).append("payload", encoded)).get("payload"))
                .asString()
                .satisfies(answer -> assertThat(new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8))
                        .startsWith("r=clientNonce"));
        fails("admin", start("", true).append("payload", "***"), 9, null);
        fails("admin", start("", true).append("payload", 1), 14, null);
    }

    @Test
    void failsInAnotherConversation() {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        ScramClient client = new ScramClient("root", PASSWORD, "clientNonce");
        String last = client.last(text(send("admin", start(client.first(), true))));

        fails("admin", resume(last).append("conversationId", 2), 17, "sasl: Mismatched conversation id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-1", "PLAIN", "MONGODB-X509"})
    void hasNoOtherMechanism(String mechanism) {
        users.add("admin", "root", PASSWORD, List.of(new Role("root", "admin")));
        fails(
                "admin",
                start("n,,n=root,r=clientNonce", true).append("mechanism", mechanism),
                334,
                "Received authentication for mechanism " + mechanism + " which is unknown or not enabled");
    }

    @Test
    void anUnknownUserFailsWithTheOlderMechanismToo() {
        fails(
                "admin",
                start("n,,n=nobody,r=clientNonce", true).append("mechanism", "SCRAM-SHA-1"),
                18,
                "Authentication failed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "isMaster", "ismaster", "ping", "buildInfo", "whatsmyuri"})
    void letsThroughWhatNeedsNobody(String command) {
        assertThat(send("admin", new Document(command, 1))).containsEntry("ok", 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "insert", "endSessions", "listDatabases", "createUser", "noSuchCommand"})
    void letsThroughNothingElse(String command) {
        fails("db", new Document(command, "c"), 13, "command " + command + " requires authentication");
        assertThat(ran).isEmpty();
    }

    @Test
    void letsThroughEverythingWhereUsersAreNotEnforced() {
        server = server(new Users(random, false));

        assertThat(send("db", new Document("find", "c"))).containsEntry("ok", 1.0);
        assertThat(send("db", new Document("dropDatabase", 1))).containsEntry("ok", 1.0);
    }

    @ParameterizedTest
    @CsvSource({
        "read, db, find, insert",
        "read, db, listCollections, create",
        "readWrite, db, insert, dropDatabase",
        "readWrite, db, createIndexes, collMod",
        "readWrite, db, endSessions, serverStatus",
        "dbAdmin, db, collMod, find",
        "dbAdmin, db, dropDatabase, insert",
        "dbOwner, db, createUser, serverStatus",
        "userAdmin, db, createUser, find",
        "readAnyDatabase, admin, find, insert",
        "readWriteAnyDatabase, admin, insert, dropDatabase",
        "dbAdminAnyDatabase, admin, dropDatabase, find",
        "clusterMonitor, admin, serverStatus, setParameter",
        "clusterMonitor, admin, dbStats, find",
        "clusterAdmin, admin, setParameter, find",
        "root, admin, replSetReconfig, ",
        "readWrite, db, commitTransaction, replSetReconfig"
    })
    void permitsWhatTheRolePermits(String role, String database, String permitted, String refused) {
        login(new Role(role, database));

        assertThat(send("db", named(permitted))).containsEntry("ok", 1.0);
        if (refused != null) {
            fails(
                    "db",
                    named(refused),
                    13,
                    "not authorized on db to execute command { " + refused + ": \"x\", $db: \"db\" }");
        }
    }

    @Test
    void permitsInItsDatabaseOnly() {
        login(new Role("readWrite", "db"));

        assertThat(send("db", new Document("find", "c"))).containsEntry("ok", 1.0);
        fails("other", new Document("find", "c"), 13, null);
    }

    @Test
    void leavesInternalDatabasesOutOfAllButForRoot() {
        login(new Role("readAnyDatabase", "admin"));
        assertThat(send("other", new Document("find", "c"))).containsEntry("ok", 1.0);
        fails("local", new Document("find", "c"), 13, null);

        connection = new FakeConnection();
        login(new Role("root", "admin"));
        assertThat(send("local", new Document("find", "c"))).containsEntry("ok", 1.0);
    }

    @Test
    void looksIntoAPipeline() {
        login(new Role("readWrite", "db"), new Role("read", "other"));

        assertThat(send("db", aggregate("$out", "x"))).containsEntry("ok", 1.0);
        assertThat(send("other", aggregate("$match", new Document()))).containsEntry("ok", 1.0);
        fails("other", aggregate("$out", "x"), 13, null);
        fails("db", aggregate("$out", new Document("db", "other").append("coll", "x")), 13, null);
        fails("db", aggregate("$merge", new Document("into", new Document("db", "other"))), 13, null);
        fails("admin", aggregate("$changeStream", new Document("allChangesForCluster", true)), 13, null);
    }

    @Test
    void letsOneWatchTheWholeClusterWhoMayReadIt() {
        login(new Role("readAnyDatabase", "admin"));

        assertThat(send("admin", aggregate("$changeStream", new Document("allChangesForCluster", true))))
                .containsEntry("ok", 1.0);
    }

    @Test
    void listsTheDatabasesThatOneMayRead() {
        login(new Role("read", "db"));

        Document reply = send("admin", new Document("listDatabases", 1));

        assertThat(reply.get("databases")).isEqualTo(List.of(new Document("name", "db").append("sizeOnDisk", 5L)));
        assertThat(reply).containsEntry("totalSize", 5L);
    }

    @Test
    void listsAllForWhoMayReadAll() {
        login(new Role("readAnyDatabase", "admin"));

        assertThat((List<?>) send("admin", new Document("listDatabases", 1)).get("databases"))
                .hasSize(2);
    }

    @Test
    void tellsWhoIsConnected() {
        assertThat(send("admin", new Document("connectionStatus", 1)).get("authInfo"))
                .isEqualTo(new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of()));

        login(new Role("read", "db"));

        assertThat(send("admin", new Document("connectionStatus", 1)).get("authInfo"))
                .isEqualTo(new Document(
                                "authenticatedUsers", List.of(new Document("user", "read").append("db", "admin")))
                        .append("authenticatedUserRoles", List.of(new Document("role", "read").append("db", "db"))));
        fails("admin", new Document("connectionStatus", 1).append("x", 1), 40415, null);
        fails("admin", new Document("connectionStatus", 1).append("showPrivileges", true), 115, null);
    }

    @Test
    void logsOut() {
        login(new Role("read", "db"));

        assertThat(send("admin", new Document("logout", 1))).containsEntry("ok", 1.0);

        fails("db", new Document("find", "c"), 13, "command find requires authentication");
    }

    @Test
    void authenticatesAConnectionOnce() {
        login(new Role("read", "db"));
        users.add("admin", "second", PASSWORD, List.of());
        ScramClient second = new ScramClient("second", PASSWORD, "clientNonce");
        String last = second.last(text(send("admin", start(second.first(), true))));

        fails(
                "admin",
                resume(last),
                5626701,
                "Each client connection may only be authenticated once. Previously authenticated as: read@admin");
        assertThat(send("db", new Document("find", "c"))).containsEntry("ok", 1.0);
    }

    @Test
    void showsUsersToThemselvesAndToWhomManagesThem() {
        login(new Role("read", "db"));
        Document self = new Document("user", "read").append("db", "admin");

        assertThat((List<?>) send("db", new Document("usersInfo", self)).get("users"))
                .hasSize(1);
        assertThat(send("admin", new Document("usersInfo", "read"))).containsEntry("ok", 1.0);
        fails("admin", new Document("usersInfo", "other"), 13, null);
        fails("db", new Document("usersInfo", 1), 13, null);
        fails("admin", new Document("usersInfo", new Document("forAllDBs", true)), 13, null);

        connection = new FakeConnection();
        login(new Role("userAdminAnyDatabase", "admin"));
        assertThat((List<?>) send("db", new Document("usersInfo", new Document("forAllDBs", true)))
                        .get("users"))
                .hasSize(2);
    }

    @Test
    void refusesAnEmptyStartInHello() {
        fails(
                "admin",
                new Document("hello", 1).append("speculativeAuthenticate", new Document()),
                2,
                "hello.speculativeAuthenticate must be a non-empty Object");
    }

    @Test
    void takesTheRightsOfWhoWasDropped() {
        login(new Role("read", "db"));
        users.remove(new UserName("admin", "read"));

        fails("db", new Document("find", "c"), 13, "command find requires authentication");
    }

    @Test
    void checksForHandlersThatStandBefore() {
        login(new Role("readWrite", "db"));
        Request request = request("admin", new Document("configureFailPoint", "failCommand"));

        assertThatThrownBy(() -> server.check(request)).isInstanceOf(CommandError.class);
        connection = new FakeConnection();
        login(new Role("root", "admin"));
        server.check(request("admin", new Document("configureFailPoint", "failCommand")));
    }

    private void login(Role... roles) {
        String name = roles[0].name();
        users.add("admin", name, PASSWORD, List.of(roles));
        ScramClient client = new ScramClient(name, PASSWORD, "clientNonce");
        send("admin", resume(client.last(text(send("admin", start(client.first(), true))))));
        ran.clear();
    }

    private Authentication server(Users known) {
        return new Authentication(known, random, NOTHING, request -> {
            ran.add(request.name());
            if (request.name().equals("listDatabases")) {
                return new Document(
                                "databases",
                                List.of(
                                        new Document("name", "db").append("sizeOnDisk", 5L),
                                        new Document("name", "other").append("sizeOnDisk", 7L)))
                        .append("totalSize", 12L)
                        .append("ok", 1.0);
            }
            return new Document("ok", 1.0);
        });
    }

    private void fails(String database, Document body, int code, String message) {
        CommandError error = catchThrowableOfType(CommandError.class, () -> send(database, body));
        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo(code);
        if (message != null) {
            assertThat(error).hasMessage(message);
        }
    }

    private Document send(String database, Document body) {
        return server.handle(request(database, body));
    }

    private Request request(String database, Document body) {
        return new Request(connection, database, body, false);
    }

    private static Document named(String command) {
        Document body = new Document(command, "x");
        return command.equals("createUser") ? body.append("pwd", "p").append("roles", List.of()) : body;
    }

    private static Document aggregate(String stage, Object options) {
        return new Document("aggregate", "c").append("pipeline", List.of(new Document(stage, options)));
    }

    private static Document start(String payload, boolean skipEmptyExchange) {
        return new Document("saslStart", 1)
                .append("mechanism", "SCRAM-SHA-256")
                .append("payload", binary(payload))
                .append("options", new Document("skipEmptyExchange", skipEmptyExchange));
    }

    private static Document resume(String payload) {
        return new Document("saslContinue", 1).append("conversationId", 1).append("payload", binary(payload));
    }

    private static BinData binary(String text) {
        return Binary.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Document reply) {
        return new String(Binary.bytes((BinData) reply.get("payload")), StandardCharsets.UTF_8);
    }
}
