package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a user shows who it is; possible also where nobody has to. */
@OnServer
class AuthenticationIT {

    private TestDatabases databases;
    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        this.databases = databases;
        raw = new Raw(databases);
        raw.ok("{createUser: 'u', pwd: 'secret', roles: ['read'], mechanisms: ['SCRAM-SHA-256']}");
    }

    @AfterEach
    void stop() {
        try (Raw last = raw) {
            last.ok("{dropUser: 'u'}");
        }
    }

    private MongoClient client(MongoCredential credential) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(databases.uri()))
                .credential(credential)
                .build());
    }

    private List<Document> users(MongoCredential credential) {
        try (MongoClient client = client(credential)) {
            return client.getDatabase("admin")
                    .runCommand(new Document("connectionStatus", 1))
                    .get("authInfo", Document.class)
                    .getList("authenticatedUsers", Document.class);
        }
    }

    private void isRefused(MongoCredential credential) {
        assertThatThrownBy(() -> users(credential))
                .isInstanceOf(MongoSecurityException.class)
                .cause()
                .isInstanceOfSatisfying(MongoCommandException.class, error -> {
                    assertThat(error.getErrorCode()).isEqualTo(18);
                    assertThat(error.getErrorCodeName()).isEqualTo("AuthenticationFailed");
                });
    }

    private MongoCredential credential(String name, String password) {
        return MongoCredential.createCredential(name, databases.name("a"), password.toCharArray());
    }

    @Test
    void theDriverLogsInWithTheMechanismThatItIsToldOfOrOneOfItsOwnChoice() {
        Document user = new Document("user", "u").append("db", databases.name("a"));
        assertThat(users(credential("u", "secret"))).containsExactly(user);
        assertThat(users(MongoCredential.createScramSha256Credential("u", databases.name("a"), "secret".toCharArray())))
                .containsExactly(user);
    }

    @Test
    void anotherPasswordOrNameIsRefusedAlike() {
        isRefused(credential("u", "another"));
        isRefused(credential("nobody", "secret"));
        isRefused(MongoCredential.createCredential("u", databases.name("b"), "secret".toCharArray()));
    }

    private BsonDocument hello(String user, String mechanisms) {
        String payload =
                Base64.getEncoder().encodeToString(("n,,n=" + user + ",r=nonce").getBytes(StandardCharsets.UTF_8));
        return raw.admin(
                "{hello: 1, %s speculativeAuthenticate: {saslStart: 1, mechanism: 'SCRAM-SHA-256',"
                        + " payload: {$binary: {base64: '%s', subType: '00'}}, db: '%s',"
                        + " options: {skipEmptyExchange: true}}}",
                mechanisms, payload, databases.name("a"));
    }

    @Test
    void helloMayHaveTheFirstStepInIt() {
        BsonDocument reply = hello("u", "saslSupportedMechs: '%s.u',".formatted(databases.name("a")));
        assertThat(reply.getArray("saslSupportedMechs"))
                .isEqualTo(Raw.json("{a: ['SCRAM-SHA-256']}").getArray("a"));
        BsonDocument first = reply.getDocument("speculativeAuthenticate");
        assertThat(first.getBoolean("done").getValue()).isFalse();
        assertThat(first).containsKey("conversationId").doesNotContainKey("ok");
        assertThat(new String(first.getBinary("payload").getData(), StandardCharsets.UTF_8))
                .startsWith("r=nonce")
                .contains(",s=", ",i=");
    }

    @Test
    void whatFailsInHelloIsLeftOut() {
        raw.failsOnAdmin(2, "{hello: 1, speculativeAuthenticate: {}}");
        assertThat(raw.admin("{hello: 1}")).doesNotContainKeys("speculativeAuthenticate", "saslSupportedMechs");
        assertThat(raw.admin("{hello: 1, speculativeAuthenticate: {saslStart: 1, mechanism: 'PLAIN',"
                        + " payload: {$binary: {base64: 'AA==', subType: '00'}}, db: '$external'}}"))
                .doesNotContainKey("speculativeAuthenticate");
    }
}
