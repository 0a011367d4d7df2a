package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.contract.Wire.Answer;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection begins with, and what every reply has. */
@OnServer
class HandshakeIT {

    /** The counter is a 64-bit number, and must come back as one. */
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private Wire wire;
    private String database;

    @BeforeEach
    void start(TestDatabases databases) {
        wire = Wire.to(databases);
        database = databases.name("a");
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    private BsonDocument ask(String json) {
        return wire.ask(BsonDocument.parse(json));
    }

    private BsonDocument askInTheOldWay(String json) {
        wire.query("admin", BsonDocument.parse(json));
        return wire.receive().document();
    }

    @Test
    void theFirstMessageMayBeOfTheOldKind() {
        BsonDocument reply = askInTheOldWay("{isMaster: 1, helloOk: true}");
        assertThat(reply.getBoolean("ismaster").getValue()).isTrue();
        assertThat(reply.getBoolean("helloOk").getValue()).isTrue();
        assertThat(askInTheOldWay("{isMaster: 1}")).doesNotContainKey("helloOk");
    }

    @Test
    void noOtherCommandMayBeOfTheOldKind() {
        BsonDocument reply = askInTheOldWay("{find: 'things'}");
        assertThat(reply.getInt32("code").getValue()).isEqualTo(352);
    }

    @Test
    void helloDescribesTheMemberAndItsLimits() {
        BsonDocument reply = ask("{hello: 1, $db: 'admin'}");
        assertThat(reply.getBoolean("isWritablePrimary").getValue()).isTrue();
        assertThat(reply.getBoolean("secondary").getValue()).isFalse();
        assertThat(reply.getArray("hosts")).contains(reply.getString("me"));
        assertThat(reply.getString("primary")).isEqualTo(reply.getString("me"));
        assertThat(reply)
                .containsKeys("setName", "setVersion", "electionId", "lastWrite", "topologyVersion", "connectionId");
        assertThat(reply).doesNotContainKeys("ismaster", "helloOk", "saslSupportedMechs");
        assertThat(reply.getNumber("logicalSessionTimeoutMinutes").intValue()).isEqualTo(30);
        assertThat(reply.getNumber("maxWireVersion").intValue()).isEqualTo(21);
        assertThat(reply.getNumber("maxBsonObjectSize").intValue()).isEqualTo(16_777_216);
        assertThat(reply.getNumber("maxMessageSizeBytes").intValue()).isEqualTo(48_000_000);
        assertThat(reply.getNumber("maxWriteBatchSize").intValue()).isEqualTo(100_000);
    }

    @Test
    void itsOlderNameHasTheOlderWord() {
        BsonDocument reply = ask("{isMaster: 1, $db: 'admin'}");
        assertThat(reply.getBoolean("ismaster").getValue()).isTrue();
        assertThat(reply).doesNotContainKey("isWritablePrimary");
    }

    @Test
    void helloWaitsForAChange() {
        String known =
                ask("{hello: 1, $db: 'admin'}").getDocument("topologyVersion").toJson(EXACT);
        Instant start = Instant.now();
        ask("{hello: 1, topologyVersion: %s, maxAwaitTimeMS: 300, $db: 'admin'}".formatted(known));
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void helloDoesNotWaitWhereWhatIsKnownIsOfAnotherProcess() {
        // Longer than this client waits for an answer.
        BsonDocument reply = ask("{hello: 1, topologyVersion: {processId: ObjectId('000000000000000000000001'),"
                + " counter: NumberLong(7)}, maxAwaitTimeMS: 3600000, $db: 'admin'}");
        assertThat(reply.getNumber("ok").intValue()).isOne();
    }

    @Test
    void waitingNeedsBothFields() {
        BsonDocument reply = Raw.failed(31368, ask("{hello: 1, maxAwaitTimeMS: 300, $db: 'admin'}"));
        assertThat(reply.getString("codeName").getValue()).isEqualTo("Location31368");
    }

    @Test
    void oneQuestionMayHaveManyAnswers() {
        BsonDocument known = ask("{hello: 1, $db: 'admin'}").getDocument("topologyVersion");
        int id = wire.send(
                Wire.EXHAUST_ALLOWED,
                BsonDocument.parse("{hello: 1, topologyVersion: %s, maxAwaitTimeMS: 50, $db: 'admin'}"
                        .formatted(known.toJson(EXACT))));
        Answer first = wire.receive();
        Answer second = wire.receive();
        assertThat(first.responseTo()).isEqualTo(id);
        assertThat(first.flags() & Wire.MORE_TO_COME).isNotZero();
        assertThat(second.responseTo()).isNotEqualTo(id);
        assertThat(second.document().getDocument("topologyVersion").getObjectId("processId"))
                .isEqualTo(known.getObjectId("processId"));
    }

    @Test
    void oneAnswerWhereNoMoreAreAllowed() {
        BsonDocument known = ask("{hello: 1, $db: 'admin'}").getDocument("topologyVersion");
        wire.send(
                0,
                BsonDocument.parse("{hello: 1, topologyVersion: %s, maxAwaitTimeMS: 50, $db: 'admin'}"
                        .formatted(known.toJson(EXACT))));
        assertThat(wire.receive().flags() & Wire.MORE_TO_COME).isZero();
    }

    @Test
    void mechanismsAreThoseOfTheUser() {
        String command = "{createUser: 'u', pwd: 'p', roles: [], mechanisms: ['SCRAM-SHA-256'], $db: '%s'}";
        assertThat(ask(command.formatted(database)).getNumber("ok").intValue()).isOne();
        try {
            BsonDocument known = ask("{hello: 1, saslSupportedMechs: '%s.u', $db: 'admin'}".formatted(database));
            assertThat(known.getArray("saslSupportedMechs"))
                    .isEqualTo(Raw.json("{a: ['SCRAM-SHA-256']}").getArray("a"));
            BsonDocument unknown = ask("{hello: 1, saslSupportedMechs: '%s.nobody', $db: 'admin'}".formatted(database));
            assertThat(unknown).doesNotContainKey("saslSupportedMechs");
        } finally {
            ask("{dropUser: 'u', $db: '%s'}".formatted(database));
        }
    }

    @Test
    void everyReplyTellsTheTime() {
        assertThat(ask("{ping: 1, $db: 'admin'}")).containsKeys("operationTime", "$clusterTime");
        BsonDocument error = ask("{find: 'things', unknown: 1, $db: '%s'}".formatted(database));
        assertThat(error).containsKeys("operationTime", "$clusterTime");
        assertThat(error.getDocument("$clusterTime")).containsKeys("clusterTime", "signature");
    }

    @Test
    void anUnknownCommandIsCalledUnknown() {
        BsonDocument reply = Raw.failed(59, ask("{noSuchCommand: 1, $db: 'admin'}"));
        assertThat(reply.getString("codeName").getValue()).isEqualTo("CommandNotFound");
        assertThat(reply.getString("errmsg").getValue()).contains("noSuchCommand");
    }
}
