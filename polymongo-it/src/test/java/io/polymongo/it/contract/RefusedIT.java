package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What MongoDB does and the embedded server does not: refused in words that name it. Skipped on any other server. */
@OnServer
class RefusedIT {

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        boolean isEmbedded =
                raw.admin("{buildInfo: 1}").getString("gitVersion").getValue().equals("embedded");
        Assumptions.assumeTrue(isEmbedded, "only the embedded server refuses these");
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "collation | {find: 'things', collation: {locale: 'de', strength: 2}}",
                "collation | {distinct: 'things', key: 'a', collation: {locale: 'de'}}",
                "collation | {aggregate: 'things', pipeline: [], cursor: {}, collation: {locale: 'de'}}",
                "collation | {update: 'things', updates: [{q: {}, u: {$set: {a: 1}}, collation: {locale: 'de'}}]}",
                "collation | {create: 'things', collation: {locale: 'de'}}",
                "collation | {createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a', collation: {locale: 'de'}}]}",
                "expireAfterSeconds | {createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a', expireAfterSeconds: 0}]}",
                "text | {createIndexes: 'things', indexes: [{key: {a: 'text'}, name: 'a'}]}",
                "2dsphere | {createIndexes: 'things', indexes: [{key: {a: '2dsphere'}, name: 'a'}]}",
                "hashed | {createIndexes: 'things', indexes: [{key: {a: 'hashed'}, name: 'a'}]}",
                "wildcard | {createIndexes: 'things', indexes: [{key: {'$**': 1}, name: 'a'}]}",
                "atClusterTime | {find: 'things', readConcern: {level: 'snapshot', atClusterTime: Timestamp(1, 1)}, lsid: {id:"
                        + " UUID('5e55104e-0000-4000-8000-000000000001')}, txnNumber: NumberLong(1), autocommit: false,"
                        + " startTransaction: true}",
                "prepareUnique | {collMod: 'things', index: {name: 'a', prepareUnique: true}}",
                "timeseries | {create: 'things', timeseries: {timeField: 't'}}",
                "clusteredIndex | {create: 'things', clusteredIndex: {key: {_id: 1}, unique: true}}",
                "explain | {explain: {find: 'things'}}",
                "explain | {aggregate: 'things', pipeline: [], explain: true}",
                "$near | {find: 'things', filter: {a: {$near: [1, 2]}}}",
                "$geoNear | {aggregate: 'things', pipeline: [{$geoNear: {near: [1, 2], distanceField: 'd'}}], cursor: {}}",
                "$text | {find: 'things', filter: {$text: {$search: 'a'}}}",
                "$where | {find: 'things', filter: {$where: 'true'}}",
                "JavaScript | {mapReduce: 'things', map: 'x', reduce: 'y', out: {inline: 1}}",
                "Atlas | {createSearchIndexes: 'things', indexes: []}",
                "Atlas | {aggregate: 'things', pipeline: [{$search: {}}], cursor: {}}"
            })
    void isNamed(String named, String command) {
        raw.refuses(named, command);
        raw.ok("{ping: 1}");
    }

    @ParameterizedTest
    @CsvSource({"local, oplog.rs", "local, system.replset", "admin, system.users", "admin, system.version"})
    void collectionsOfTheServerAreNotEmpty(String database, String collection) {
        for (String command : List.of("{find: '%s'}", "{find: '%s', filter: {_id: 1}}", "{count: '%s'}")) {
            BsonDocument reply = Raw.failed(115, raw.runOn(database, command, collection));
            assertThat(reply.getString("errmsg").getValue()).contains(database + "." + collection);
        }
        raw.ok("{find: '%s'}", "oplog.rs");
    }

    @Test
    void whatAsksForNothingPasses() {
        raw.ok("{find: 'things', collation: {locale: 'simple'}}");
        raw.ok("{find: 'things', tailable: false}");
        raw.ok("{create: 'things', capped: false}");
        assertThat(raw.found("{listCollections: 1}").get(0).getDocument("options"))
                .isEmpty();
    }
}
