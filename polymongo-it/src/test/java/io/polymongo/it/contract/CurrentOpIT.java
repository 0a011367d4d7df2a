package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which commands run, and how they are killed. */
@OnServer
class CurrentOpIT {

    private static final String HELD = "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {n: %d}}}]%s}";

    private TestDatabases databases;
    private Raw raw;
    private Wire other;
    private String holder;

    @BeforeEach
    void start(TestDatabases given) {
        databases = given;
        raw = new Raw(databases);
        other = Wire.to(databases);
        holder = raw.session();
    }

    @AfterEach
    void stop() {
        raw.close();
        other.close();
    }

    private String things() {
        return databases.name("a") + ".things";
    }

    private void sendOnOther(String json, Object... values) {
        BsonDocument command = BsonDocument.parse(json.formatted(values));
        other.send(0, command.append("$db", new BsonString(databases.name("a"))));
    }

    /** A transaction holds a document, and an update on the other connection waits for it. */
    private void anUpdateWaits(String more) {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        raw.ok(HELD, 1, ", " + Raw.begin(holder, 1));
        sendOnOther(HELD, 2, more);
        await().until(() -> listed("op: 'update', ns: '" + things() + "'").size() == 1);
    }

    private void release() {
        raw.admin("{abortTransaction: 1, %s}", Raw.in(holder, 1));
    }

    private List<BsonDocument> listed(String filter) {
        return raw.admin("{currentOp: 1%s}", filter.isEmpty() ? "" : ", " + filter).getArray("inprog").stream()
                .map(BsonValue::asDocument)
                .toList();
    }

    private BsonDocument theOnly(String filter) {
        List<BsonDocument> found = listed(filter);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void whatRunsIsListed() {
        String session = raw.session();
        anUpdateWaits(", " + session);
        BsonDocument op = theOnly("op: 'update', ns: '" + things() + "'");
        assertThat(op.getString("type").getValue()).isEqualTo("op");
        assertThat(op.getString("host").getValue()).contains(":");
        assertThat(op.getInt64("connectionId").getValue()).isPositive();
        assertThat(op.getString("desc").getValue())
                .isEqualTo("conn" + op.getInt64("connectionId").getValue());
        assertThat(op.getString("client").getValue()).contains(":");
        assertThat(op.getBoolean("active").getValue()).isTrue();
        assertThat(op.getString("currentOpTime").getValue()).contains("T");
        assertThat(op.getInt32("opid").getValue()).isPositive();
        assertThat(op.getDocument("lsid").keySet()).containsExactly("id", "uid");
        assertThat(op.getInt64("secs_running").getValue()).isNotNegative();
        assertThat(op.getInt64("microsecs_running").getValue()).isPositive();
        assertThat(op.getDocument("command"))
                .isEqualTo(Raw.json("{q: {_id: 1}, u: {$set: {n: 2}}, multi: false, upsert: false}"));
        assertThat(op.getBoolean("waitingForLock").getValue()).isFalse();
        assertThat(op).doesNotContainKeys("appName", "killPending", "transaction");
        release();
        assertThat(other.receive().document().getNumber("nModified").intValue()).isOne();
        assertThat(listed("op: 'update', ns: '" + things() + "'")).isEmpty();
    }

    @Test
    void ofARetryableWriteItsNumberIsTold() {
        anUpdateWaits(", " + raw.session() + ", txnNumber: NumberLong(5)");
        assertThat(theOnly("op: 'update', ns: '" + things() + "'").getDocument("transaction"))
                .isEqualTo(Raw.json("{parameters: {txnNumber: NumberLong(5)}}"));
        release();
        assertThat(other.receive().document().getNumber("nModified").intValue()).isOne();
    }

    @Test
    void theOtherFieldsAreAFilter() {
        anUpdateWaits("");
        String ns = "ns: '" + things() + "'";
        assertThat(listed(ns + ", 'command.q._id': 1, active: true")).hasSize(1);
        assertThat(listed(ns + ", 'command.q._id': 2")).isEmpty();
        assertThat(listed(ns + ", secs_running: {$gte: 0}")).hasSize(1);
        assertThat(listed(ns + ", secs_running: {$gt: 86400}")).isEmpty();
        assertThat(listed(ns + ", $or: [{op: 'insert'}, {op: 'update'}]")).hasSize(1);
        assertThat(listed(ns + ", op: 'insert'")).isEmpty();
        assertThat(listed(ns + ", $ownOps: true")).hasSize(1);
        raw.failsOnAdmin(2, "{currentOp: 1, $foo: 1}");
        release();
        other.receive();
    }

    @Test
    void itListsItself() {
        BsonDocument op = theOnly("'command.currentOp': 1, 'command.comment': 'me', comment: 'me'");
        assertThat(op.getString("op").getValue()).isEqualTo("command");
        assertThat(op.getString("ns").getValue()).isEqualTo("admin.$cmd.aggregate");
    }

    @Test
    void aTransactionBetweenItsCommands() {
        raw.ok("{find: 'things', %s}", Raw.begin(holder, 7));
        String id = holder.substring("lsid: {id: ".length(), holder.length() - 1);
        BsonDocument idle = theOnly("type: 'idleSession', 'lsid.id': " + id);
        assertThat(idle.getString("desc").getValue()).isEqualTo("inactive transaction");
        assertThat(idle.getBoolean("active").getValue()).isFalse();
        assertThat(idle.getBoolean("waitingForLock").getValue()).isFalse();
        assertThat(idle).doesNotContainKeys("opid", "op", "command");
        BsonDocument transaction = idle.getDocument("transaction");
        assertThat(transaction.getDocument("parameters").getInt64("txnNumber").getValue())
                .isEqualTo(7);
        assertThat(transaction
                        .getDocument("parameters")
                        .getBoolean("autocommit")
                        .getValue())
                .isFalse();
        assertThat(transaction.getInt64("timeOpenMicros").getValue()).isPositive();
        assertThat(transaction.getString("expiryTime").getValue()).contains("T");
        assertThat(staged("", "{'lsid.id': " + id + "}")).hasSize(1);
        assertThat(staged(", idleSessions: false", "{'lsid.id': " + id + "}")).isEmpty();
        raw.admin("{abortTransaction: 1, %s}", Raw.in(holder, 7));
        assertThat(listed("type: 'idleSession', 'lsid.id': " + id)).isEmpty();
    }

    private List<BsonDocument> staged(String options, String match) {
        return Raw.batch(
                raw.admin(
                        "{aggregate: 1, pipeline: [{$currentOp: {allUsers: true%s}}, {$match: %s}], cursor: {}}",
                        options, match),
                "firstBatch");
    }

    @Test
    void whatWaitsForATransactionToEnd() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        raw.ok(HELD, 1, ", " + Raw.begin(holder, 1));
        sendOnOther("{drop: 'things'}");
        await().until(() ->
                listed("'command.drop': 'things', waitingForLock: true").size() == 1);
        assertThat(theOnly("'command.drop': 'things'").getString("ns").getValue())
                .isEqualTo(things());
        release();
        assertThat(other.receive().document().getNumber("ok").intValue()).isOne();
    }

    @Test
    void connectionsWithoutACommandOnlyAreListedWithAll() {
        String name = "app-" + UUID.randomUUID();
        BsonDocument hello = Raw.json("{hello: 1, client: {application: {name: '" + name + "'}, driver: {name: 'd',"
                + " version: '1'}, os: {type: 'o'}}, $db: 'admin'}");
        other.ask(hello);
        BsonDocument idle = theOnly("$all: true, appName: '" + name + "'");
        assertThat(idle.getBoolean("active").getValue()).isFalse();
        assertThat(idle.getDocument("clientMetadata").getDocument("application"))
                .isEqualTo(Raw.json("{name: '" + name + "'}"));
        assertThat(idle).doesNotContainKeys("opid", "command");
        assertThat(listed("appName: '" + name + "'")).isEmpty();
        other.close();
        await().until(() -> listed("$all: true, appName: '" + name + "'").isEmpty());
    }

    @Test
    void whatIsKilledIsInterrupted() {
        anUpdateWaits("");
        int opid =
                theOnly("op: 'update', ns: '" + things() + "'").getInt32("opid").getValue();
        BsonDocument reply = raw.admin("{killOp: 1, op: %d}", opid);
        assertThat(reply.getString("info").getValue()).isEqualTo("attempting to kill op");
        Raw.failed(11601, other.receive().document());
        release();
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 1}"));
        sendOnOther(HELD, 3, "");
        assertThat(other.receive().document().getNumber("nModified").intValue()).isOne();
    }

    @Test
    void whatDoesNotRunIsKilledWithoutAnError() {
        anUpdateWaits("");
        raw.admin("{killOp: 1, op: %d}", -1);
        release();
        assertThat(other.receive().document().getNumber("nModified").intValue()).isOne();
    }

    @Test
    void aCursorThatWaitsIsGoneWithItsCommand() {
        raw.ok("{create: 'things', capped: true, size: 4096}");
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', tailable: true, awaitData: true}"));
        String more = "{getMore: NumberLong(" + cursor + "), collection: 'things', maxTimeMS: 600000}";
        sendOnOther(more);
        String waits = "op: 'getmore', ns: '" + things() + "'";
        await().until(() -> listed(waits).size() == 1);
        raw.admin("{killOp: 1, op: %d}", theOnly(waits).getInt32("opid").getValue());
        Raw.failed(11601, other.receive().document());
        raw.fails(43, more);
    }

    @Test
    void killingASessionEndsWhatRunsInIt() {
        String session = raw.session();
        anUpdateWaits(", " + session);
        raw.admin("{killSessions: [%s]}", session.substring("lsid: ".length()));
        Raw.failed(11601, other.receive().document());
    }

    @Test
    void bothAreForAdmin() {
        raw.fails(13, "{currentOp: 1}");
        raw.fails(13, "{killOp: 1, op: 1}");
        raw.fails(73, "{aggregate: 1, pipeline: [{$currentOp: {}}], cursor: {}}");
    }

    @Test
    void whatIsKilledIsANumber() {
        raw.failsOnAdmin(4, "{killOp: 1}");
        raw.failsOnAdmin(14, "{killOp: 1, op: 'a'}");
        raw.failsOnAdmin(2, "{killOp: 1, op: 1.5}");
        raw.failsOnAdmin(26823, "{killOp: 1, op: NumberLong(4294967296)}");
        raw.admin("{killOp: 1, op: 2.0}");
    }

    @Test
    void aLongCommandIsToldAsText() {
        BsonDocument op = theOnly("comment: 'long', 'command.comment': 'long', x: {$ne: '" + "x".repeat(2000) + "'}");
        assertThat(op.getDocument("command").getString("$truncated").getValue())
                .hasSize(1000)
                .endsWith("...");
        assertThat(staged("", "{'command.aggregate': 1, b: {$ne: '" + "x".repeat(2000) + "'}}"))
                .hasSize(1);
    }
}
