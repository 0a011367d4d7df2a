package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ClientSessionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands on sessions, and snapshots without a transaction. */
@OnServer
class SessionIT {

    /** Whom nobody is called. */
    private static final String ANOTHERS =
            "{$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', subType: '00'}}";

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private long cursorIn(String session) {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        return Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, %s}", session));
    }

    private void openTransaction(String session) {
        raw.ok("{find: 'things', %s}", Raw.begin(session, 1));
    }

    private void isGone(String session, long cursor) {
        raw.fails(251, "{find: 'things', %s}", Raw.in(session, 1));
        raw.fails(43, "{getMore: NumberLong(%d), collection: 'things', %s}", cursor, session);
    }

    private static String inBraces(String session) {
        return "{" + session + "}";
    }

    private static String idOf(String session) {
        return session.substring("lsid: ".length());
    }

    @Test
    void startedAndListed() {
        var reply = raw.admin("{startSession: 1}");
        assertThat(reply.getNumber("timeoutMinutes").intValue()).isEqualTo(30);
        var id = reply.getDocument("id").getBinary("id");
        var listed = raw.admin("{aggregate: 1, pipeline: [{$listLocalSessions: {}}], cursor: {batchSize: 100000}}");
        assertThat(Raw.batch(listed, "firstBatch"))
                .anySatisfy(session ->
                        assertThat(session.getDocument("_id").getBinary("id")).isEqualTo(id));
        raw.admin("{endSessions: [{id: %s}]}", "UUID('" + id.asUuid() + "')");
    }

    @Test
    void sessionsAreListedOnTheWholeServerOnly() {
        raw.fails(73, "{aggregate: 'things', pipeline: [{$listLocalSessions: {}}], cursor: {}}");
    }

    @Test
    void refreshedIsAlive() {
        String session = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        raw.admin("{refreshSessions: [%s]}", idOf(session));
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
        raw.ok("{getMore: NumberLong(%d), collection: 'things', %s}", cursor, session);
    }

    @Test
    void killingOneAbortsItsTransactionAndKillsItsCursors() {
        String session = raw.session();
        String other = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        openTransaction(other);
        raw.admin("{killSessions: [%s]}", idOf(session));
        isGone(session, cursor);
        raw.ok("{find: 'things', %s}", Raw.in(other, 1));
    }

    @Test
    void killingByPatternTakesThoseThatFit() {
        String session = raw.session();
        String other = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        openTransaction(other);
        raw.admin("{killAllSessionsByPattern: [%s]}", listed(session, "lsid"));
        isGone(session, cursor);
        raw.ok("{find: 'things', %s}", Raw.in(other, 1));
    }

    /** The session as it is known inside: with its user, in a field of this name. */
    private String listed(String session, String field) {
        BsonDocument lsid = raw.admin("{currentOp: 1, 'lsid.id': %s}", uuidOf(session))
                .getArray("inprog")
                .get(0)
                .asDocument()
                .getDocument("lsid");
        return new BsonDocument(field, field.equals("lsid") ? lsid : lsid.get(field)).toJson();
    }

    private static String uuidOf(String session) {
        return idOf(session).substring("{id: ".length(), idOf(session).length() - 1);
    }

    @Test
    void aUserIsAPatternAsWell() {
        String session = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        raw.admin("{killAllSessionsByPattern: [{uid: %s}]}", ANOTHERS);
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
        raw.admin("{killAllSessionsByPattern: [%s]}", listed(session, "uid"));
        isGone(session, cursor);
    }

    @Test
    void aPatternNamesASessionWithItsUser() {
        String session = raw.session();
        openTransaction(session);
        raw.failsOnAdmin(40414, "{killAllSessionsByPattern: [%s]}", inBraces(session));
        String anothers = idOf(session).replace("}", ", uid: " + ANOTHERS + "}");
        raw.admin("{killAllSessionsByPattern: [{lsid: %s}]}", anothers);
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
        raw.failsOnAdmin(14, "{killAllSessionsByPattern: [{uid: 1}]}");
        raw.failsOnAdmin(40415, "{killAllSessionsByPattern: [{foo: 1}]}");
    }

    @Test
    void thePatternOfAllGoesBeforeOthers() {
        String session = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        raw.admin("{killAllSessionsByPattern: [{uid: %s}, {}]}", ANOTHERS);
        isGone(session, cursor);
    }

    @Test
    void theUsersOfAPatternAreNotWhoseSessionsAreKilled() {
        String users = "users: [{user: 'nobody', db: 'nowhere'}]";
        String session = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        raw.admin("{killAllSessionsByPattern: [{uid: %s, %s}]}", ANOTHERS, users);
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
        raw.admin("{killAllSessionsByPattern: [{%s}]}", users);
        isGone(session, cursor);
    }

    @Test
    void withoutAccessControlNoSessionIsAUsers() {
        String session = raw.session();
        openTransaction(session);
        raw.ok("{createUser: 'ann', pwd: 'secret', roles: []}");
        String database = raw.ok("{usersInfo: 'ann'}")
                .getArray("users")
                .get(0)
                .asDocument()
                .getString("db")
                .getValue();
        raw.admin("{killAllSessions: [{user: 'ann', db: '%s'}]}", database);
        raw.ok("{dropUser: 'ann'}");
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
    }

    @Test
    void sessionsOfUsersThatThereAreNot() {
        String session = raw.session();
        openTransaction(session);
        var reply = raw.failsOnAdmin(11, "{killAllSessions: [{user: 'nobody', db: 'nowhere'}]}");
        assertThat(reply.getString("errmsg").getValue()).isEqualTo("Could not find user \"nobody\" for db \"nowhere\"");
        raw.ok("{find: 'things', %s}", Raw.in(session, 1));
    }

    @Test
    void killingAllTakesAll() {
        String session = raw.session();
        long cursor = cursorIn(session);
        openTransaction(session);
        raw.admin("{killAllSessions: []}");
        isGone(session, cursor);
    }

    @Test
    void aSessionIsNamedByAUuid() {
        raw.fails(14, "{find: 'things', lsid: {id: 1}}");
        raw.fails(40414, "{find: 'things', lsid: {}}");
        raw.fails(14, "{find: 'things', lsid: 1}");
    }

    @Test
    void aSnapshotIsReadTwiceTheSame() {
        raw.ok("{insert: 'things', documents: [{_id: 1}], writeConcern: {w: 'majority'}}");
        String session = raw.session();
        var reply = raw.ok("{find: 'things', readConcern: {level: 'snapshot'}, %s}", session);
        String time = Raw.json("{t: 0}")
                .append("t", reply.getDocument("cursor").get("atClusterTime"))
                .toJson();
        raw.ok("{insert: 'things', documents: [{_id: 2}], writeConcern: {w: 'majority'}}");
        String concern = "readConcern: {level: 'snapshot', atClusterTime: "
                + time.substring(time.indexOf(':') + 1, time.length() - 1) + "}";
        assertThat(raw.found("{find: 'things', %s, %s}", concern, session)).hasSize(1);
        assertThat(raw.found("{aggregate: 'things', pipeline: [{$match: {}}], cursor: {}, %s, %s}", concern, session))
                .hasSize(1);
        assertThat(raw.ok("{distinct: 'things', key: '_id', %s, %s}", concern, session)
                        .getArray("values"))
                .hasSize(1);
        assertThat(raw.found("{find: 'things', %s}", session)).hasSize(2);
    }

    @Test
    void theDriversSnapshotSessionReadsOne(TestDatabases databases) {
        var things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        things.withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 1));
        try (ClientSession session = databases
                .raw()
                .startSession(ClientSessionOptions.builder().snapshot(true).build())) {
            assertThat(things.find(session)).hasSize(1);
            things.withWriteConcern(WriteConcern.MAJORITY).insertOne(new Document("_id", 2));
            assertThat(things.find(session)).hasSize(1);
            assertThat(things.countDocuments(session)).isOne();
            assertThat(things.distinct(session, "_id", Integer.class)).containsExactly(1);
        }
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void nothingElseReadsASnapshot() {
        raw.fails(72, "{count: 'things', readConcern: {level: 'snapshot'}}");
        raw.fails(72, "{insert: 'things', documents: [{_id: 1}], readConcern: {level: 'snapshot'}}");
        raw.fails(72, "{find: 'things', readConcern: {level: 'local', atClusterTime: Timestamp(1, 1)}}");
    }

    @Test
    void whatIsToComeIsNotRead() {
        String later = "Timestamp(2147483647, 1)";
        raw.fails(72, "{find: 'things', readConcern: {afterClusterTime: %s}}", later);
        raw.fails(72, "{count: 'things', readConcern: {level: 'majority', afterClusterTime: %s}}", later);
        raw.fails(72, "{find: 'things', readConcern: {level: 'snapshot', atClusterTime: %s}}", later);
        String session = raw.session();
        raw.fails(72, "{find: 'things', readConcern: {afterClusterTime: %s}, %s}", later, Raw.begin(session, 1));
        BsonTimestamp now = raw.ok("{ping: 1}").getTimestamp("operationTime");
        raw.ok("{find: 'things', readConcern: {afterClusterTime: Timestamp(%d, %d)}}", now.getTime(), now.getInc());
    }
}
