package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other drivers and object mappers really send. */
@OnServer
class ClientsIT {

    private Raw raw;
    private String name;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        name = databases.name("a");
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private void insert(String documents) {
        raw.ok("{insert: 'things', documents: [%s]}", documents);
    }

    private void update(String query, String update, String more) {
        raw.ok("{update: 'things', updates: [{q: %s, u: %s%s}]}", query, update, more);
    }

    private void holds(String... documents) {
        assertThat(raw.found("{find: 'things', sort: {_id: 1}}"))
                .containsExactly(Arrays.stream(documents).map(Raw::json).toArray(BsonDocument[]::new));
    }

    @Test
    void variablesOfReads() {
        insert("{_id: 1, n: 1}, {_id: 2, n: 2}");
        assertThat(raw.found("{find: 'things', filter: {$expr: {$eq: ['$n', '$$x']}}, let: {x: 2}}"))
                .containsExactly(Raw.json("{_id: 2, n: 2}"));
        assertThat(raw.found("{aggregate: 'things', pipeline: [{$match: {$expr: {$lt: ['$n', '$$x']}}}], cursor: {},"
                        + " let: {x: 2}}"))
                .containsExactly(Raw.json("{_id: 1, n: 1}"));
        raw.fails(17276, "{find: 'things', filter: {$expr: {$eq: ['$n', '$$y']}}, let: {x: 2}}");
    }

    @Test
    void variablesOfWrites() {
        insert("{_id: 1, n: 1}, {_id: 2, n: 2}, {_id: 3, n: 3}");
        raw.ok("{update: 'things', updates: [{q: {$expr: {$eq: ['$n', '$$x']}}, u: [{$set: {n: '$$y'}}]}],"
                + " let: {x: 1, y: 10}}");
        raw.ok("{delete: 'things', deletes: [{q: {$expr: {$eq: ['$n', '$$x']}}, limit: 0}], let: {x: 2}}");
        raw.ok("{findAndModify: 'things', query: {$expr: {$eq: ['$n', '$$x']}}, update: {$set: {n: 30}}, let: {x: 3}}");
        holds("{_id: 1, n: 10}", "{_id: 3, n: 30}");
    }

    @Test
    void viewsAreReadAndNotWritten() {
        insert("{_id: 1, n: 1}, {_id: 2, n: 2}");
        raw.ok("{create: 'seen', viewOn: 'things', pipeline: [{$match: {n: 2}}]}");
        assertThat(raw.found("{find: 'seen'}")).containsExactly(Raw.json("{_id: 2, n: 2}"));
        assertThat(raw.ok("{count: 'seen'}").getNumber("n").intValue()).isOne();
        assertThat(raw.found("{aggregate: 'seen', pipeline: [{$project: {n: 1, _id: 0}}], cursor: {}}"))
                .containsExactly(Raw.json("{n: 2}"));
        raw.failsSomewhere(166, "seen", "{insert: 'seen', documents: [{}]}");
        raw.failsSomewhere(166, "seen", "{delete: 'seen', deletes: [{q: {}, limit: 1}]}");
        raw.failsSomewhere(166, "seen", "{update: 'seen', updates: [{q: {}, u: {$set: {a: 1}}}]}");
    }

    @Test
    void anIdMayBeNull() {
        insert("{_id: null, n: 1}");
        raw.writeError(11000, "{insert: 'things', documents: [{_id: null}]}");
        update("{_id: null}", "{$set: {n: 2}}", "");
        holds("{_id: null, n: 2}");
    }

    @Test
    void anIdIsNoArrayNorExpression() {
        raw.writeError(53, "{insert: 'things', documents: [{_id: [1]}]}");
        raw.writeError(53, "{insert: 'things', documents: [{_id: {$regularExpression: {pattern: 'a', options: ''}}}]}");
        raw.ok("{insert: 'things', documents: [{_id: {a: 1}}]}");
        raw.writeError(66, "{update: 'things', updates: [{q: {}, u: {$set: {_id: 2}}}]}");
    }

    @Test
    void namesMayHaveDollarsAndDots() {
        insert("{_id: 1, '$a': 1, 'b.c': 2, d: {'$e': 3}}");
        holds("{_id: 1, '$a': 1, 'b.c': 2, d: {'$e': 3}}");
        assertThat(raw.found("{find: 'things', filter: {'b.c': 2}}")).isEmpty();
        raw.writeError(52, "{insert: 'things', documents: [{_id: {'$a': 1}}]}");
    }

    @Test
    void aHintNamesAnIndexThatIsThere() {
        insert("{_id: 1, a: 1}");
        raw.fails(2, "{find: 'things', hint: 'a_1'}");
        raw.failsSomewhere(2, "hint", "{update: 'things', updates: [{q: {}, u: {$set: {b: 1}}, hint: 'a_1'}]}");
        raw.failsSomewhere(2, "hint", "{delete: 'things', deletes: [{q: {}, limit: 1, hint: {a: 1}}]}");
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a_1'}]}");
        assertThat(raw.found("{find: 'things', hint: 'a_1'}")).hasSize(1);
        assertThat(raw.found("{find: 'things', hint: {a: 1}}")).hasSize(1);
        assertThat(raw.found("{find: 'things', hint: {$natural: 1}}")).hasSize(1);
    }

    @Test
    void imagesAreTurnedOnLater() {
        raw.ok("{create: 'things'}");
        raw.ok("{collMod: 'things', changeStreamPreAndPostImages: {enabled: true}}");
        assertThat(raw.found("{listCollections: 1}").get(0).getDocument("options"))
                .isEqualTo(Raw.json("{changeStreamPreAndPostImages: {enabled: true}}"));
        raw.fails(26, "{collMod: 'others', changeStreamPreAndPostImages: {enabled: true}}");
        raw.fails(40414, "{collMod: 'things', changeStreamPreAndPostImages: {}}");
    }

    @Test
    void aValidatorIsChangedLater() {
        raw.ok("{create: 'things'}");
        raw.ok("{collMod: 'things', validator: {a: 1}, validationAction: 'error'}");
        raw.writeError(121, "{insert: 'things', documents: [{a: 2}]}");
        raw.ok("{collMod: 'things', validationLevel: 'off'}");
        insert("{a: 2}");
    }

    @Test
    void indexesAreListedAsTheyWereGiven() {
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1, b: -1}, name: 'ab', unique: true, sparse: true},"
                + " {key: {c: 1}, name: 'c', hidden: true},"
                + " {key: {d: 1}, name: 'd', partialFilterExpression: {e: {$gt: 5}}}]}");
        assertThat(raw.found("{listIndexes: 'things'}"))
                .contains(
                        Raw.json("{v: 2, key: {a: 1, b: -1}, name: 'ab', unique: true, sparse: true}"),
                        Raw.json("{v: 2, key: {c: 1}, name: 'c', hidden: true}"),
                        Raw.json("{v: 2, key: {d: 1}, name: 'd', partialFilterExpression: {e: {$gt: 5}}}"));
        BsonDocument shown = raw.ok("{collMod: 'things', index: {name: 'c', hidden: false}}");
        assertThat(shown.getBoolean("hidden_old").getValue()).isTrue();
        assertThat(raw.found("{listIndexes: 'things'}")).contains(Raw.json("{v: 2, key: {c: 1}, name: 'c'}"));
    }

    @Test
    void sparseAndPartialIndexesAreUniqueInPart() {
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a', unique: true, sparse: true},"
                + " {key: {b: 1}, name: 'b', unique: true, partialFilterExpression: {on: true}}]}");
        insert("{_id: 1}, {_id: 2}, {_id: 3, a: 1, b: 1, on: true}, {_id: 4, b: 1}");
        raw.writeError(11000, "{insert: 'things', documents: [{a: 1}]}");
        raw.writeError(11000, "{insert: 'things', documents: [{b: 1, on: true}]}");
    }

    @Test
    void statisticsAndDiagnostics() {
        insert("{_id: 1}, {_id: 2}");
        raw.ok("{create: 'seen', viewOn: 'things', pipeline: []}");
        BsonDocument database = raw.ok("{dbStats: 1}");
        assertThat(database.getString("db").getValue()).isEqualTo(name);
        assertThat(database.getNumber("objects").intValue()).isEqualTo(2);
        BsonDocument collection = raw.ok("{collStats: 'things'}");
        assertThat(collection.getNumber("count").intValue()).isEqualTo(2);
        assertThat(collection.getNumber("nindexes").intValue()).isOne();
        assertThat(raw.ok("{validate: 'things'}").getBoolean("valid").getValue())
                .isTrue();
        raw.fails(26, "{validate: 'nothing'}");
        assertThat(raw.admin("{serverStatus: 1}")).containsKeys("host", "version", "uptime");
        assertThat(raw.admin("{hostInfo: 1}")).containsKeys("system", "os");
        assertThat(raw.admin("{buildInfo: 1}").getString("version").getValue()).startsWith("7.0");
        raw.failsOnAdmin(72, "{getParameter: 1, noSuchParameter: 1}");
        assertThat(raw.admin("{connectionStatus: 1}")).containsKey("authInfo");
    }

    @Test
    void positionalOperators() {
        insert("{_id: 1, a: [1, 2, 3]}");
        update("{_id: 1, a: 2}", "{$set: {'a.$': 20}}", "");
        holds("{_id: 1, a: [1, 20, 3]}");
        update("{_id: 1}", "{$inc: {'a.$[]': 1}}", "");
        holds("{_id: 1, a: [2, 21, 4]}");
        update("{_id: 1}", "{$set: {'a.$[x]': 0}}", ", arrayFilters: [{x: {$gt: 20}}]");
        holds("{_id: 1, a: [2, 0, 4]}");
        raw.failsSomewhere(2, "positional", "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {'a.$': 1}}}]}");
        raw.failsSomewhere(2, "'x'", "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {'a.$[x]': 1}}}]}");
        raw.failsSomewhere(
                9, "'x'", "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {b: 1}}, arrayFilters: [{x: 1}]}]}");
    }

    @Test
    void projectionsOfArrays() {
        insert("{_id: 1, a: [{n: 1}, {n: 2}, {n: 3}]}");
        assertThat(raw.found("{find: 'things', projection: {a: {$elemMatch: {n: {$gt: 1}}}}}"))
                .containsExactly(Raw.json("{_id: 1, a: [{n: 2}]}"));
        assertThat(raw.found("{find: 'things', projection: {a: {$slice: -1}}}"))
                .containsExactly(Raw.json("{_id: 1, a: [{n: 3}]}"));
        assertThat(raw.found("{find: 'things', projection: {a: {$slice: [1, 1]}}}"))
                .containsExactly(Raw.json("{_id: 1, a: [{n: 2}]}"));
        assertThat(raw.found("{find: 'things', filter: {'a.n': 2}, projection: {'a.$': 1}}"))
                .containsExactly(Raw.json("{_id: 1, a: [{n: 2}]}"));
        raw.fails(31254, "{find: 'things', projection: {a: 1, b: 0}}");
    }

    private void isDuplicate(BsonDocument error, String pattern, String value) {
        assertThat(error.getDocument("keyPattern")).isEqualTo(Raw.json(pattern));
        assertThat(error.getDocument("keyValue")).isEqualTo(Raw.json(value));
    }

    @Test
    void duplicateKeysAreDescribed() {
        raw.ok("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'a', unique: true}]}");
        insert("{_id: 1, a: 1}, {_id: 2, a: 2}");
        isDuplicate(raw.writeError(11000, "{insert: 'things', documents: [{a: 1}]}"), "{a: 1}", "{a: 1}");
        isDuplicate(
                raw.writeError(11000, "{update: 'things', updates: [{q: {_id: 2}, u: {$set: {a: 1}}}]}"),
                "{a: 1}",
                "{a: 1}");
        isDuplicate(
                raw.fails(11000, "{findAndModify: 'things', query: {_id: 2}, update: {$set: {a: 1}}}"),
                "{a: 1}",
                "{a: 1}");
        raw.ok("{insert: 'source', documents: [{_id: 3, a: 1}]}");
        isDuplicate(
                raw.fails(11000, "{aggregate: 'source', pipeline: [{$merge: {into: 'things'}}], cursor: {}}"),
                "{a: 1}",
                "{a: 1}");
    }

    @Test
    void oneBadDocumentOfABulk() {
        BsonDocument ordered = raw.run("{insert: 'things', documents: [{_id: 1}, {_id: 1}, {_id: 2}]}");
        assertThat(ordered.getNumber("n").intValue()).isOne();
        BsonDocument unordered =
                raw.run("{insert: 'things', documents: [{_id: 1}, {_id: 3}, {_id: 1}, {_id: 4}], ordered: false}");
        assertThat(unordered.getNumber("n").intValue()).isEqualTo(2);
        assertThat(unordered.getArray("writeErrors"))
                .extracting(error -> error.asDocument().getNumber("index").intValue())
                .containsExactly(0, 2);
        holds("{_id: 1}", "{_id: 3}", "{_id: 4}");
    }

    @Test
    void pipelinesThatWrite() {
        insert("{_id: 1, a: 1}, {_id: 2, a: 2}");
        raw.ok("{aggregate: 'things', pipeline: [{$match: {a: 2}}, {$out: 'made'}], cursor: {}}");
        assertThat(raw.found("{find: 'made'}")).containsExactly(Raw.json("{_id: 2, a: 2}"));
        raw.ok("{aggregate: 'things', pipeline: [{$set: {b: 1}}, {$merge: {into: 'made', whenNotMatched: 'discard'}}],"
                + " cursor: {}}");
        assertThat(raw.found("{find: 'made'}")).containsExactly(Raw.json("{_id: 2, a: 2, b: 1}"));
        raw.fails(
                13113,
                "{aggregate: 'things', pipeline: [{$merge: {into: 'made', whenNotMatched: 'fail'}}], cursor: {}}");
        raw.fails(51183, "{aggregate: 'things', pipeline: [{$merge: {into: 'made', on: 'a'}}], cursor: {}}");
    }

    @Test
    void regularExpressionsAsDocuments() {
        insert("{_id: 1, a: 'Abc'}, {_id: 2, a: 'x'}");
        assertThat(raw.found("{find: 'things', filter: {a: {$regex: '^a', $options: 'i'}}}"))
                .hasSize(1);
        assertThat(raw.found("{find: 'things', filter: {a: {$regex: '^a'}}}")).isEmpty();
        assertThat(raw.found("{find: 'things', filter: {a: {$not: {$regex: '^A'}}}}"))
                .hasSize(1);
        assertThat(raw.found("{find: 'things', filter: {a: {$in: [/^A/, 'x']}}}"))
                .hasSize(2);
        raw.fails(51091, "{find: 'things', filter: {a: {$regex: '('}}}");
        raw.fails(2, "{find: 'things', filter: {a: {$options: 'i'}}}");
    }

    @Test
    void binarySubtypesAreKept() {
        String values = "{_id: 1, a: {$binary: {base64: 'AQI=', subType: '00'}}, b: {$binary: {base64: 'AQI=',"
                + " subType: '05'}}, c: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}},"
                + " d: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '03'}},"
                + " e: {$binary: {base64: 'AQI=', subType: '80'}}}";
        insert(values);
        holds(values);
        assertThat(raw.found("{find: 'things', filter: {b: {$binary: {base64: 'AQI=', subType: '05'}}}}"))
                .hasSize(1);
        assertThat(raw.found("{find: 'things', filter: {a: {$binary: {base64: 'AQM=', subType: '00'}}}}"))
                .isEmpty();
    }

    @Test
    void everyTypeIsKept() {
        String values = "{_id: 1, a: NumberLong(1), b: NumberDecimal('1.10'), c: {$timestamp: {t: 1, i: 2}}, d: MinKey,"
                + " e: MaxKey, f: /a/i, g: {$code: 'x'}, h: {$date: '2020-01-01T00:00:00Z'}, i: null, j: 1.5, k: {},"
                + " l: []}";
        insert(values);
        holds(values);
    }

    @Test
    void upsertsTellTheirIds() {
        BsonDocument reply = raw.ok("{update: 'things', updates: [{q: {a: 1}, u: {$set: {b: 1}}, upsert: true},"
                + " {q: {_id: 5}, u: {b: 2}, upsert: true}]}");
        assertThat(reply.getArray("upserted")).hasSize(2);
        assertThat(reply.getArray("upserted").get(1)).isEqualTo(Raw.json("{index: 1, _id: 5}"));
        assertThat(raw.ok("{update: 'things', updates: [{q: {_id: 5}, u: {b: 3}, upsert: true}]}"))
                .doesNotContainKey("upserted");
    }
}
