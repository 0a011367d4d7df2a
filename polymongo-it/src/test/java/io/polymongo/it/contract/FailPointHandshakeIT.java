package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Fail points on what a connection begins with, and those for the connections of one application. */
@OnServer
class FailPointHandshakeIT {

    private static final String FOR_IT = ", appName: 'unlucky'";

    private TestDatabases databases;
    private Raw raw;
    private FailPoints points;

    @BeforeEach
    void start(TestDatabases databases, TestInfo test) {
        this.databases = databases;
        raw = new Raw(databases);
        points = FailPoints.on(raw, test);
    }

    @AfterEach
    void stop() {
        try (Raw last = raw) {
            if (points != null) {
                points.close();
            }
        }
    }

    private static BsonDocument hello(String name, String application) {
        return Raw.json(("{%s: 1, client: {application: {name: '%s'}, driver: {name: 'raw', version: '1'},"
                        + " os: {type: 'any'}}, $db: 'admin'}")
                .formatted(name, application));
    }

    private MongoClient client(String application, Consumer<MongoClientSettings.Builder> more) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(databases.uri()))
                .applicationName(application);
        more.accept(settings);
        return MongoClients.create(settings.build());
    }

    private static void ping(MongoClient client) {
        client.getDatabase("admin").runCommand(new Document("ping", 1));
    }

    @Test
    void helloFailsByBothOfItsNames() {
        points.failCommand("'alwaysOn'", "failCommands: ['hello', 'isMaster'], errorCode: 96" + FOR_IT);
        for (String name : new String[] {"hello", "isMaster"}) {
            try (Wire unlucky = Wire.to(databases);
                    Wire other = Wire.to(databases)) {
                Raw.failed(96, unlucky.ask(hello(name, "unlucky")));
                assertThat(other.ask(hello(name, "other")).getNumber("ok").intValue())
                        .isOne();
            }
        }
    }

    @Test
    void theOldKindOfFirstMessageFailsToo() {
        points.failOnce("isMaster", "errorCode: 96" + FOR_IT);
        try (Wire wire = Wire.to(databases)) {
            wire.query("admin", hello("isMaster", "unlucky"));
            Raw.failed(96, wire.receive().document());
            wire.query("admin", Raw.json("{isMaster: 1}"));
            assertThat(wire.receive().document().getBoolean("ismaster").getValue())
                    .isTrue();
        }
    }

    @Test
    void helloClosesItsConnection() {
        points.failOnce("hello", "closeConnection: true" + FOR_IT);
        try (Wire closed = Wire.to(databases);
                Wire next = Wire.to(databases)) {
            assertThatThrownBy(() -> closed.ask(hello("hello", "unlucky"))).isInstanceOf(UncheckedIOException.class);
            assertThat(next.ask(hello("hello", "unlucky")).getNumber("ok").intValue())
                    .isOne();
        }
    }

    @Test
    void aDriverFindsNoServerUntilItIsTurnedOff() {
        points.failCommand("'alwaysOn'", "failCommands: ['hello', 'isMaster'], closeConnection: true" + FOR_IT);
        try (MongoClient unlucky = client(
                        "unlucky",
                        settings -> settings.applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(1, TimeUnit.SECONDS)));
                MongoClient other = client("other", settings -> {})) {
            assertThatThrownBy(() -> ping(unlucky)).isInstanceOf(MongoTimeoutException.class);
            ping(other);
        }
        points.close();
        try (MongoClient unlucky = client("unlucky", settings -> {})) {
            ping(unlucky);
        }
    }

    @Test
    void aCommandFailsForOneApplicationOnly() {
        points.failCommand("'alwaysOn'", "failCommands: ['ping'], errorCode: 96" + FOR_IT);
        try (MongoClient unlucky = client("unlucky", settings -> {});
                MongoClient other = client("other", settings -> {})) {
            assertThatThrownBy(() -> ping(unlucky))
                    .isInstanceOfSatisfying(
                            MongoCommandException.class,
                            error -> assertThat(error.getErrorCode()).isEqualTo(96));
            ping(other);
        }
    }

    /** The driver's hello has the first step in it already, so that saslStart is not even sent. */
    @Test
    void aLoginFailsInItsSecondStep() {
        raw.ok("{createUser: 'u', pwd: 'secret', roles: [], mechanisms: ['SCRAM-SHA-256']}");
        Consumer<MongoClientSettings.Builder> login = settings ->
                settings.credential(MongoCredential.createCredential("u", databases.name("a"), "secret".toCharArray()));
        try {
            points.failCommand("'alwaysOn'", "failCommands: ['saslStart'], errorCode: 96" + FOR_IT);
            try (MongoClient lucky = client("unlucky", login)) {
                ping(lucky);
            }
            points.failCommand("'alwaysOn'", "failCommands: ['saslContinue'], errorCode: 96" + FOR_IT);
            try (MongoClient unlucky = client("unlucky", login);
                    MongoClient other = client("other", login)) {
                assertThatThrownBy(() -> ping(unlucky))
                        .isInstanceOf(MongoSecurityException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                MongoCommandException.class,
                                error -> assertThat(error.getErrorCode()).isEqualTo(96));
                ping(other);
            }
        } finally {
            raw.ok("{dropUser: 'u'}");
        }
    }
}
