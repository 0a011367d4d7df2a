package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerApi;
import com.mongodb.ServerApiVersion;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonBoolean;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not understood is refused, in words that name it, and the connection lives on. */
@OnServer
class FrontDoorIT {

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    @Test
    void anUnknownFieldIsNamed() {
        assertThat(raw.fails(40415, "{find: 'things', xyz: 1}")
                        .getString("errmsg")
                        .getValue())
                .contains(".xyz'", "unknown field");
        raw.fails(40415, "{insert: 'things', documents: [{}], xyz: 1}");
        raw.fails(40415, "{update: 'things', updates: [{q: {}, u: {}, xyz: 1}]}");
        raw.fails(40415, "{delete: 'things', deletes: [{q: {}, limit: 1, xyz: 1}]}");
        raw.fails(40415, "{aggregate: 'things', pipeline: [], cursor: {}, xyz: 1}");
        raw.fails(40415, "{getMore: NumberLong(1), collection: 'things', xyz: 1}");
        raw.fails(40415, "{create: 'things', xyz: 1}");
    }

    @Test
    void sortOfAnUpdateIsUnknownBefore80() {
        raw.fails(40415, "{update: 'things', updates: [{q: {}, u: {$set: {a: 1}}, sort: {a: 1}}]}");
        raw.ok("{findAndModify: 'things', query: {}, update: {$set: {a: 1}}, sort: {a: 1}}");
    }

    @Test
    void aWrongTypeIsNamed() {
        raw.fails(14, "{find: 'things', filter: 1}");
        raw.fails(14, "{find: 'things', limit: 'one'}");
        raw.fails(14, "{insert: 'things', documents: {}}");
        raw.fails(14, "{insert: 'things', documents: [{}], ordered: 'yes'}");
        raw.fails(14, "{update: 'things', updates: [{q: {}, u: {}, multi: 1}]}");
        raw.fails(14, "{aggregate: 'things', pipeline: [], cursor: 1}");
        raw.fails(14, "{getMore: 1, collection: 'things'}");
        raw.fails(14, "{create: 'things', validator: 1}");
    }

    @Test
    void aMissingFieldIsNamed() {
        assertThat(raw.fails(40414, "{insert: 'things'}").getString("errmsg").getValue())
                .contains("insert.documents", "missing");
        raw.fails(40414, "{update: 'things', updates: [{q: {}}]}");
        raw.fails(40414, "{delete: 'things', deletes: [{q: {}}]}");
        raw.fails(40414, "{getMore: NumberLong(1)}");
        raw.fails(9, "{aggregate: 'things', pipeline: []}");
    }

    @Test
    void negativeNumbersAreRefused() {
        raw.fails(51024, "{find: 'things', limit: -1}");
        raw.fails(51024, "{find: 'things', skip: -1}");
        raw.fails(51024, "{find: 'things', batchSize: -1}");
        raw.fails(51024, "{aggregate: 'things', pipeline: [], cursor: {batchSize: -1}}");
        raw.fails(51024, "{getMore: NumberLong(1), collection: 'things', batchSize: -1}");
        raw.fails(2, "{find: 'things', maxTimeMS: -1}");
        raw.ok("{find: 'things', limit: 0, skip: 0, batchSize: 0, singleBatch: true}");
    }

    @Test
    void writesHaveSomethingToWrite() {
        raw.fails(16, "{insert: 'things', documents: []}");
        raw.fails(16, "{update: 'things', updates: []}");
        raw.fails(16, "{delete: 'things', deletes: []}");
    }

    @Test
    void badWriteConcerns() {
        raw.fails(9, "{insert: 'things', documents: [{}], writeConcern: {xyz: 1}}");
        raw.fails(14, "{insert: 'things', documents: [{}], writeConcern: 1}");
        raw.fails(9, "{insert: 'things', documents: [{}], writeConcern: {w: 51}}");
        raw.fails(9, "{insert: 'things', documents: [{}], writeConcern: {w: -1}}");
        raw.fails(72, "{find: 'things', writeConcern: {w: 1}}");
        raw.ok("{insert: 'things', documents: [{}], writeConcern: {w: 1, j: true, wtimeout: 100}}");
    }

    @Test
    void badReadConcerns() {
        raw.fails(72, "{insert: 'things', documents: [{}], readConcern: {level: 'majority'}}");
        raw.fails(9, "{find: 'things', readConcern: {level: 'xyz'}}");
        raw.fails(9, "{find: 'things', readConcern: 'majority'}");
        raw.fails(14, "{find: 'things', readConcern: {level: 1}}");
        raw.fails(72, "{find: 'things', readConcern: {xyz: 1}}");
        raw.fails(72, "{find: 'things', readConcern: {level: 'available', afterClusterTime: Timestamp(1, 1)}}");
        raw.fails(72, "{find: 'things', readConcern: {afterClusterTime: Timestamp(0, 0)}}");
        raw.fails(72, "{find: 'things', readConcern: {level: 'snapshot', atClusterTime: Timestamp(0, 0)}}");
        raw.fails(
                72,
                "{find: 'things', readConcern: {level: 'snapshot', atClusterTime: Timestamp(1, 1),"
                        + " afterClusterTime: Timestamp(1, 1)}}");
        raw.ok("{find: 'things', readConcern: {level: 'local', afterClusterTime: Timestamp(1, 1)}}");
        raw.ok("{find: 'things', readConcern: {level: 'majority'}}");
        raw.ok("{insert: 'things', documents: [{}], readConcern: {level: 'local'}}");
    }

    @Test
    void everyCommandHasTheCommonFields() {
        String common =
                "$readPreference: {mode: 'primary'}, maxTimeMS: 600000, comment: {why: 'test'}, apiVersion: '1'";
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", common);
        raw.ok("{find: 'things', %s}", common);
        raw.ok("{ping: 1, %s}", common);
        raw.ok("{listCollections: 1, %s}", common);
    }

    @Test
    void aCommentGoesOnWithTheCursor() {
        raw.ok("{insert: 'things', documents: [{}, {}]}");
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, comment: 'test'}"));
        raw.ok("{getMore: NumberLong(%d), collection: 'things', comment: 'test'}", cursor);
    }

    @Test
    void theStableApiIsKept() {
        raw.fails(323, "{distinct: 'things', key: 'a', apiVersion: '1', apiStrict: true}");
        raw.ok("{distinct: 'things', key: 'a', apiVersion: '1', apiStrict: false}");
        raw.ok("{find: 'things', apiVersion: '1', apiStrict: true, apiDeprecationErrors: true}");
        raw.fails(322, "{find: 'things', apiVersion: '2'}");
        raw.fails(4886600, "{find: 'things', apiStrict: true}");
    }

    @Test
    void theStableApisTestCommandsAreThere() {
        Assumptions.assumeTrue(raw.admin("{getParameter: 1, enableTestCommands: 1}")
                .getBoolean("enableTestCommands")
                .getValue());
        raw.ok("{testVersion2: 1}");
        raw.fails(323, "{testVersion2: 1, apiVersion: '1', apiStrict: true}");
        raw.ok("{testVersions1And2: 1, apiVersion: '1', apiStrict: true}");
        raw.fails(324, "{testDeprecation: 1, apiVersion: '1', apiDeprecationErrors: true}");
        assertThat(raw.ok("{testDeprecation: 1, apiVersion: '1', apiStrict: true}"))
                .containsEntry("apiVersion", new BsonString("1"))
                .containsEntry("apiStrict", BsonBoolean.TRUE);
    }

    @Test
    void aTransactionKeepsToTheApiOfItsFirstCommand() {
        String session = raw.session();
        String insert = "{insert: 'things', documents: [{_id: %d}], %s%s}";
        raw.ok(insert, 1, Raw.begin(session, 1), ", apiVersion: '1'");
        raw.fails(347, insert, 2, Raw.in(session, 1), "");
        raw.fails(347, insert, 2, Raw.in(session, 1), ", apiVersion: '1', apiStrict: false");
        raw.ok(insert, 2, Raw.in(session, 1), ", apiVersion: '1'");
        raw.failsOnAdmin(347, "{commitTransaction: 1, %s}", Raw.in(session, 1));
        raw.failsOnAdmin(347, "{abortTransaction: 1, %s}", Raw.in(session, 1));
        raw.admin("{commitTransaction: 1, apiVersion: '1', %s}", Raw.in(session, 1));
        assertThat(raw.found("{find: 'things'}")).hasSize(2);
    }

    @Test
    void aCursorKeepsToTheApiOfTheCommandThatOpenedIt() {
        raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}]}");
        String more = "{getMore: NumberLong(%d), collection: 'things'%s}";
        long cursor = Raw.cursorOf(raw.ok("{find: 'things', batchSize: 1, apiVersion: '1'}"));
        raw.fails(347, more, cursor, "");
        raw.ok(more, cursor, ", apiVersion: '1'");
        long stream =
                Raw.cursorOf(raw.ok("{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {batchSize: 0}}"));
        raw.fails(347, more, stream, ", maxTimeMS: 1, apiVersion: '1'");
        raw.ok(more, stream, ", maxTimeMS: 1");
        raw.ok("{killCursors: 'things', cursors: [NumberLong(%d)]}", stream);
    }

    @Test
    void aDriverMayKeepToTheStableApi(TestDatabases databases) {
        ServerApi strict = ServerApi.builder()
                .version(ServerApiVersion.V1)
                .strict(true)
                .deprecationErrors(true)
                .build();
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(databases.uri()))
                .serverApi(strict)
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            var things = client.getDatabase(databases.name("a")).getCollection("things");
            things.insertOne(new Document("_id", 1).append("n", 5));
            assertThat(things.find().first()).containsEntry("n", 5);
            assertThatThrownBy(() -> things.distinct("n", Integer.class).first())
                    .isInstanceOfSatisfying(
                            MongoException.class,
                            error -> assertThat(error.getCode()).isEqualTo(323));
        }
    }

    @Test
    void whatIsUnknownInsideIsNamed() {
        raw.refuses("$xyz", "{find: 'things', filter: {a: {$xyz: 1}}}");
        raw.fails(2, "{find: 'things', filter: {$xyz: 1}}");
        raw.refuses("$xyz", "{aggregate: 'things', pipeline: [{$xyz: 1}], cursor: {}}");
        raw.fails(40324, "{aggregate: 'things', pipeline: [{$xyz: 1}], cursor: {}}");
        raw.refuses("$xyz", "{aggregate: 'things', pipeline: [{$project: {a: {$xyz: 1}}}], cursor: {}}");
        raw.refuses("$xyz", "{aggregate: 'things', pipeline: [{$group: {_id: 1, a: {$xyz: 1}}}], cursor: {}}");
    }

    @Test
    void whatIsUnknownInAWriteIsNamed() {
        raw.failsSomewhere(9, "$xyz", "{update: 'things', updates: [{q: {}, u: {$xyz: {a: 1}}}]}");
        raw.failsSomewhere(2, "$xyz", "{update: 'things', updates: [{q: {a: {$xyz: 1}}, u: {$set: {a: 1}}}]}");
        raw.failsSomewhere(2, "$xyz", "{delete: 'things', deletes: [{q: {a: {$xyz: 1}}, limit: 1}]}");
        raw.fails(9, "{findAndModify: 'things', query: {}, update: {$xyz: {a: 1}}}");
        raw.ok("{update: 'things', updates: [{q: {}, u: {$set: {a: 1}}}]}");
    }

    @Test
    void nothingClosesTheConnection() {
        for (String malformed : new String[] {
            "{find: 1}",
            "{find: null}",
            "{find: {}}",
            "{insert: ''}",
            "{noSuchCommand: 1}",
            "{find: 'a\\u0000b'}",
            "{aggregate: 2, pipeline: [1], cursor: {}}",
            "{aggregate: 'things', pipeline: 1, cursor: {}}",
            "{getMore: 'x', collection: 1}",
            "{killCursors: 'things', cursors: 1}",
            "{create: 1}",
            "{createIndexes: 'things', indexes: [1]}",
            "{listDatabases: 1, filter: 1}",
            "{hello: 1, maxAwaitTimeMS: 'x'}",
            "{commitTransaction: 1}",
            "{endSessions: 1}",
            "{distinct: 'things', key: 1}",
            "{collMod: 'things', index: 1}",
            "{find: 'things', lsid: {id: UUID('00000000-0000-0000-0000-000000000001'), xyz: 1}}"
        }) {
            var reply = raw.run(malformed);
            assertThat(reply.getNumber("ok").intValue()).as(malformed).isZero();
            assertThat(reply).as(malformed).containsKeys("code", "codeName", "errmsg");
        }
        raw.ok("{ping: 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$out", "$merge"})
    void aPipelineThatWritesReadsNothingLinearizable(String stage) {
        String command = "{aggregate: 'things', pipeline: [{%s: 'others'}], cursor: {}, readConcern: {level: '%s'}}";
        raw.fails(72, command, stage, "linearizable");
        raw.ok(command, stage, "majority");
    }

    @Test
    void aFailedConversionHasItsName() {
        raw.ok("{insert: 'things', documents: [{_id: 1, a: 'x'}]}");
        assertThat(raw.fails(241, "{aggregate: 'things', pipeline: [{$project: {n: {$toInt: '$a'}}}], cursor: {}}")
                        .getString("codeName")
                        .getValue())
                .isEqualTo("ConversionFailure");
    }
}
