package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events, tokens and errors of change streams, command by command. */
@OnServer
class ChangeStreamRulesIT {

    private static final String OPEN = "{aggregate: %s, pipeline: [{$changeStream: {%s}}%s], cursor: {}}";

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

    /** An open stream of the collection, its database or everything. */
    private final class Stream implements AutoCloseable {

        private final String on;
        private final String collection;
        private BsonDocument last;
        private long cursor;

        Stream(String on, String target, String options, String stages) {
            this.on = on;
            this.last = raw.runOn(on, OPEN, target, options, stages);
            assertThat(last.getNumber("ok").intValue()).as(last.toJson()).isOne();
            this.cursor = Raw.cursorOf(last);
            this.collection = target.equals("1") ? "$cmd.aggregate" : "things";
        }

        BsonDocument more() {
            last = raw.runOn(on, "{getMore: NumberLong(%d), collection: '%s', maxTimeMS: 500}", cursor, collection);
            if (last.getNumber("ok").intValue() == 1) {
                cursor = Raw.cursorOf(last);
            }
            return last;
        }

        BsonDocument token() {
            return last.getDocument("cursor").getDocument("postBatchResumeToken");
        }

        /** So many events, and not one more. */
        List<BsonDocument> events(int wanted) {
            List<BsonDocument> events = new ArrayList<>(
                    last.getDocument("cursor").containsKey("firstBatch") ? Raw.batch(last, "firstBatch") : List.of());
            while (events.size() < wanted) {
                BsonDocument reply = more();
                assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isOne();
                List<BsonDocument> batch = Raw.batch(reply, "nextBatch");
                assertThat(batch).as("events after " + events).isNotEmpty();
                events.addAll(batch);
            }
            assertThat(events).hasSize(wanted);
            return events;
        }

        @Override
        public void close() {
            raw.runOn(on, "{killCursors: '%s', cursors: [NumberLong(%d)]}", collection, cursor);
        }
    }

    private Stream stream(String options, String stages) {
        return new Stream(name, "'things'", options, stages);
    }

    private Stream stream(String options) {
        return stream(options, "");
    }

    private Stream ofTheDatabase(String options) {
        return new Stream(name, "1", options, "");
    }

    private void insert(int... ids) {
        for (int id : ids) {
            raw.ok("{insert: 'things', documents: [{_id: %d, n: 0}]}", id);
        }
    }

    private void update(int id, String update) {
        raw.ok("{update: 'things', updates: [{q: {_id: %d}, u: %s, upsert: true}]}", id, update);
    }

    private static List<String> kinds(List<BsonDocument> events) {
        return events.stream()
                .map(event -> event.getString("operationType").getValue())
                .toList();
    }

    @Test
    void anEventsFields() {
        try (Stream stream = stream("")) {
            insert(1);
            BsonDocument event = stream.events(1).get(0);
            assertThat(event.keySet())
                    .containsExactlyInAnyOrder(
                            "_id", "operationType", "clusterTime", "wallTime", "fullDocument", "ns", "documentKey");
            assertThat(event.getDocument("ns")).isEqualTo(Raw.json("{db: '%s', coll: 'things'}".formatted(name)));
            assertThat(event.getDocument("documentKey")).isEqualTo(Raw.json("{_id: 1}"));
            assertThat(event.getDocument("_id").getString("_data").getValue()).matches("[0-9A-F]+");
        }
    }

    @Test
    void tokensAreOrdered() {
        try (Stream stream = stream("")) {
            insert(1, 2, 3);
            assertThat(stream.events(3))
                    .extracting(
                            event -> event.getDocument("_id").getString("_data").getValue())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void whatAnUpdateDid() {
        insert(1);
        try (Stream stream = stream("")) {
            update(1, "{$set: {a: 1}, $unset: {n: 1}}");
            BsonDocument event = stream.events(1).get(0);
            assertThat(event).doesNotContainKey("fullDocument");
            assertThat(event.getDocument("updateDescription"))
                    .isEqualTo(Raw.json("{updatedFields: {a: 1}, removedFields: ['n'], truncatedArrays: []}"));
        }
    }

    @Test
    void aShorterArrayIsTruncated() {
        raw.ok("{insert: 'things', documents: [{_id: 1, l: [1, 2, 3, 4, 5, 6, 7, 8]}]}");
        try (Stream stream = stream("")) {
            update(1, "[{$set: {l: {$slice: ['$l', 2]}}}]");
            assertThat(stream.events(1).get(0).getDocument("updateDescription"))
                    .isEqualTo(Raw.json(
                            "{updatedFields: {}, removedFields: [], truncatedArrays: [{field: 'l', newSize: 2}]}"));
        }
    }

    /** What an operator sets is told as a whole, what it appends is not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$set: {l: [1, 9]}} | {l: [1, 9]}",
                "{$set: {l: [1, 2, 3, 4]}} | {l: [1, 2, 3, 4]}",
                "{$set: {'l.1': 9}} | {'l.1': 9}",
                "{$set: {'l.4': 9}} | {'l.4': 9}",
                "{$set: {d: {x: 1, y: 3}}} | {d: {x: 1, y: 3}}",
                "{$set: {'d.y': 3}} | {'d.y': 3}",
                "{$set: {'new.x': [1]}} | {new: {x: [1]}}",
                "{$push: {l: 4}} | {'l.3': 4}",
                "{$push: {l: {$each: [4, 5]}}} | {'l.3': 4, 'l.4': 5}",
                "{$push: {l: {$each: [0], $position: 0}}} | {l: [0, 1, 2, 3]}",
                "{$push: {l: {$each: [4], $slice: -3}}} | {l: [2, 3, 4]}",
                "{$push: {l: {$each: [4], $slice: -9}}} | {'l.3': 4}",
                "{$push: {l: {$each: [4], $sort: 1}}} | {l: [1, 2, 3, 4]}",
                "{$push: {e: 1}} | {e: [1]}",
                "{$push: {f: 1}} | {f: [1]}",
                "{$pop: {l: 1}} | {l: [1, 2]}",
                "{$pull: {l: 2}} | {l: [1, 3]}",
                "{$rename: {d: 'l'}} | {l: {x: 1, y: 2}}",
                "{$inc: {'l.$[]': 1}} | {l: [2, 3, 4]}",
                "{$min: {'l.$[]': 2}} | {'l.2': 2}",
                "{$inc: {'o.$[].n': 1}} | {'o.0.n': 2}",
            })
    void whatAnOperatorSets(String update, String updated) {
        raw.ok("{insert: 'things', documents: [{_id: 1, l: [1, 2, 3], e: [], d: {x: 1, y: 2}, o: [{n: 1, m: 1}]}]}");
        try (Stream stream = stream("")) {
            update(1, update);
            BsonDocument description = stream.events(1).get(0).getDocument("updateDescription");
            assertThat(description.getDocument("updatedFields")).isEqualTo(Raw.json(updated));
            assertThat(description.getArray("truncatedArrays")).isEmpty();
        }
    }

    @Test
    void whatArrayFiltersChoose() {
        raw.ok("{insert: 'things', documents: [{_id: 1, o: [{n: 1, m: 1}, {n: 2, m: 2}, {n: 2, m: 3}]}]}");
        String update = "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {'o.$[x].n': 3}}, arrayFilters: [%s]}]}";
        try (Stream stream = stream("")) {
            raw.ok(update, "{'x.m': 3}");
            raw.ok(update, "{'x.m': {$gt: 1}}");
            raw.ok(update, "{'x.m': {$lt: 9}}");
            raw.ok("{update: 'things', updates: [{q: {'o.m': 2}, u: {$set: {'o.$.n': 4}}}]}");
            assertThat(stream.events(4))
                    .extracting(event -> event.getDocument("updateDescription").getDocument("updatedFields"))
                    .containsExactly(
                            Raw.json("{'o.2.n': 3}"),
                            Raw.json("{'o.1': {n: 3, m: 2}}"),
                            Raw.json("{'o.0': {n: 3, m: 1}}"),
                            Raw.json("{'o.1.n': 4}"));
        }
    }

    @Test
    void whatChangesNothingIsNoEventAndAnUpsertIsAnInsert() {
        insert(1);
        try (Stream stream = stream("")) {
            update(1, "{$set: {n: 0}}");
            update(2, "{$set: {n: 0}}");
            update(2, "{n: 1}");
            raw.ok("{delete: 'things', deletes: [{q: {_id: 2}, limit: 1}]}");
            assertThat(kinds(stream.events(3))).containsExactly("insert", "replace", "delete");
        }
    }

    @Test
    void everyBatchHasAToken() {
        try (Stream stream = stream("")) {
            assertThat(stream.token()).containsKey("_data");
            stream.more();
            assertThat(stream.token()).containsKey("_data");
            insert(1);
            BsonDocument event = stream.events(1).get(0);
            assertThat(stream.token().getString("_data").getValue())
                    .isGreaterThanOrEqualTo(
                            event.getDocument("_id").getString("_data").getValue());
        }
    }

    @Test
    void aTransactionsEventsHaveOneTimeAndItsNumber() {
        insert(0);
        try (Stream stream = stream("")) {
            String session = raw.session();
            raw.ok("{insert: 'things', documents: [{_id: 1}, {_id: 2}], %s}", Raw.begin(session, 7));
            assertThat(Raw.batch(stream.more(), "nextBatch")).isEmpty();
            raw.admin("{commitTransaction: 1, %s}", Raw.in(session, 7));
            List<BsonDocument> events = stream.events(2);
            assertThat(events.get(0).get("clusterTime")).isEqualTo(events.get(1).get("clusterTime"));
            assertThat(events).allSatisfy(event -> {
                assertThat(event.getNumber("txnNumber").longValue()).isEqualTo(7);
                assertThat(event.getDocument("lsid")).containsKey("id");
            });
        }
    }

    @Test
    void anAbortedTransactionIsNeverSeen() {
        insert(0);
        try (Stream stream = stream("")) {
            String session = raw.session();
            raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", Raw.begin(session, 1));
            raw.admin("{abortTransaction: 1, %s}", Raw.in(session, 1));
            insert(2);
            assertThat(stream.events(1).get(0).getDocument("documentKey")).isEqualTo(Raw.json("{_id: 2}"));
        }
    }

    @Test
    void afterAnInvalidationAStreamIsStartedAndNotResumed() {
        insert(1);
        String token;
        try (Stream stream = stream("")) {
            raw.ok("{drop: 'things'}");
            List<BsonDocument> events = stream.events(2);
            assertThat(kinds(events)).containsExactly("drop", "invalidate");
            assertThat(stream.cursor).isZero();
            token = events.get(1).getDocument("_id").toJson();
        }
        insert(2);
        raw.fails(260, OPEN, "'things'", "resumeAfter: " + token, "");
        try (Stream stream = stream("startAfter: " + token)) {
            assertThat(kinds(stream.events(1))).containsExactly("insert");
        }
    }

    @Test
    void droppingADatabaseDropsItsCollectionsFirst() {
        raw.ok("{create: 'one'}");
        raw.ok("{create: 'two'}");
        try (Stream stream = ofTheDatabase("")) {
            raw.ok("{dropDatabase: 1}");
            assertThat(kinds(stream.events(4))).containsExactly("drop", "drop", "dropDatabase", "invalidate");
            assertThat(stream.cursor).isZero();
        }
    }

    @Test
    void aStreamOfTheClusterIsNeverInvalidated() {
        insert(1);
        String own = ", {$match: {'ns.db': '%s'}}".formatted(name);
        try (Stream stream = new Stream("admin", "1", "allChangesForCluster: true", own)) {
            raw.ok("{dropDatabase: 1}");
            assertThat(kinds(stream.events(2))).containsExactly("drop", "dropDatabase");
            assertThat(stream.cursor).isNotZero();
        }
    }

    @Test
    void whereNoStreamMayBeOpened() {
        raw.failsOnAdmin(73, OPEN, "1", "", "");
        Raw.failed(73, raw.runOn("config", OPEN, "1", "", ""));
        raw.fails(72, OPEN, "1", "allChangesForCluster: true", "");
        raw.fails(40602, "{aggregate: 'things', pipeline: [{$match: {}}, {$changeStream: {}}], cursor: {}}");
        raw.fails(
                263,
                "{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}, %s}",
                Raw.begin(raw.session(), 1));
        raw.ok("{create: 'seen', viewOn: 'things', pipeline: []}");
        raw.fails(166, OPEN, "'seen'", "", "");
    }

    @Test
    void badOptions() {
        raw.fails(40415, OPEN, "'things'", "xyz: 1", "");
        raw.fails(2, OPEN, "'things'", "fullDocument: 'xyz'", "");
        raw.fails(14, OPEN, "'things'", "resumeAfter: 1", "");
    }

    @Test
    void aPipelineMayNotTakeTheToken() {
        try (Stream stream = stream("", ", {$project: {_id: 0}}")) {
            insert(1);
            BsonDocument reply = Raw.failed(280, stream.more());
            assertThat(Raw.labels(reply)).containsExactly("NonResumableChangeStreamError");
        }
        try (Stream stream = stream("", ", {$project: {operationType: 1}}")) {
            insert(2);
            assertThat(stream.events(1).get(0).keySet()).containsExactly("_id", "operationType");
        }
    }

    @Test
    void aPipelineMayNotLeaveOutTheEventOfTheToken() {
        String token;
        try (Stream stream = stream("")) {
            insert(1, 2);
            token = stream.events(2).get(0).getDocument("_id").toJson();
        }
        BsonDocument reply = raw.run(OPEN, "'things'", "resumeAfter: " + token, ", {$match: {'documentKey._id': 2}}");
        if (reply.getNumber("ok").intValue() == 1) {
            reply = raw.run("{getMore: NumberLong(%d), collection: 'things'}", Raw.cursorOf(reply));
        }
        assertThat(Raw.labels(Raw.failed(280, reply))).containsExactly("NonResumableChangeStreamError");
        try (Stream stream = stream("resumeAfter: " + token, ", {$match: {'documentKey._id': {$in: [1, 2]}}}")) {
            assertThat(stream.events(1).get(0).getDocument("documentKey")).isEqualTo(Raw.json("{_id: 2}"));
        }
    }

    @Test
    void imagesBeforeAndAfter() {
        raw.ok("{create: 'things', changeStreamPreAndPostImages: {enabled: true}}");
        insert(1);
        try (Stream stream = stream("fullDocument: 'required', fullDocumentBeforeChange: 'required'")) {
            update(1, "{$set: {n: 1}}");
            update(1, "{$set: {n: 2}}");
            BsonDocument first = stream.events(2).get(0);
            assertThat(first.getDocument("fullDocumentBeforeChange")).isEqualTo(Raw.json("{_id: 1, n: 0}"));
            assertThat(first.getDocument("fullDocument")).isEqualTo(Raw.json("{_id: 1, n: 1}"));
        }
    }

    @Test
    void imagesThatAreNotKept() {
        insert(1);
        try (Stream required = stream("fullDocumentBeforeChange: 'required'");
                Stream optional = stream("fullDocumentBeforeChange: 'whenAvailable'");
                Stream lookup = stream("fullDocument: 'updateLookup'")) {
            update(1, "{$set: {n: 1}}");
            update(1, "{$set: {n: 2}}");
            Raw.failed(47, required.more());
            assertThat(optional.events(2).get(0).isNull("fullDocumentBeforeChange"))
                    .isTrue();
            assertThat(lookup.events(2).get(0).getDocument("fullDocument")).isEqualTo(Raw.json("{_id: 1, n: 2}"));
        }
    }

    @Test
    void expandedEventsTellOfTheCatalogue() {
        String index = "{createIndexes: 'things', indexes: [{key: {%1$s: 1}, name: '%1$s'}]}";
        raw.ok("{create: 'others'}");
        try (Stream expanded = ofTheDatabase("showExpandedEvents: true");
                Stream plain = ofTheDatabase("")) {
            raw.ok("{create: 'things'}");
            raw.ok(index, "a");
            raw.ok("{collMod: 'things', validator: {a: 1}}");
            raw.ok("{collMod: 'things'}");
            raw.ok("{dropIndexes: 'things', index: 'a'}");
            raw.admin("{renameCollection: '%1$s.things', to: '%1$s.renamed'}", name);
            List<BsonDocument> events = expanded.events(6);
            assertThat(kinds(events))
                    .containsExactly("create", "createIndexes", "modify", "modify", "dropIndexes", "rename");
            assertThat(events)
                    .allSatisfy(event -> assertThat(event).containsKeys("operationDescription", "collectionUUID"));
            assertThat(kinds(plain.events(1))).containsExactly("rename");
        }
    }

    @Test
    void ambiguousPathsAreMadeClear() {
        raw.ok("{insert: 'things', documents: [{_id: 1, a: {'0': 1}}]}");
        try (Stream expanded = stream("showExpandedEvents: true")) {
            update(1, "{$set: {'a.0': 2}}");
            assertThat(expanded.events(1)
                            .get(0)
                            .getDocument("updateDescription")
                            .getDocument("disambiguatedPaths"))
                    .isEqualTo(Raw.json("{'a.0': ['a', '0']}"));
        }
    }

    @Test
    void aLargeEventIsSplitWhereThatIsAsked() {
        raw.ok("{create: 'things', changeStreamPreAndPostImages: {enabled: true}}");
        String large = "x".repeat(6_000_000);
        raw.ok("{insert: 'things', documents: [{_id: 1, a: '%s'}]}", large);
        String images = "fullDocument: 'required', fullDocumentBeforeChange: 'required'";
        try (Stream whole = stream(images);
                Stream split = stream(images, ", {$changeStreamSplitLargeEvent: {}}")) {
            update(1, "{$set: {b: '" + large + "'}}");
            Raw.failed(10334, whole.more());
            List<BsonDocument> fragments = split.events(2);
            assertThat(fragments.get(0).getDocument("splitEvent")).isEqualTo(Raw.json("{fragment: 1, of: 2}"));
            assertThat(fragments.get(1).getDocument("splitEvent")).isEqualTo(Raw.json("{fragment: 2, of: 2}"));
        }
        raw.fails(7182802, OPEN, "'things'", images, ", {$changeStreamSplitLargeEvent: {}}, {$match: {a: 1}}");
    }

    @Test
    void itIsStartedAtATime() {
        insert(1);
        BsonDocument reply = raw.ok("{ping: 1}");
        String time = new BsonDocument("t", reply.get("operationTime")).toJson();
        insert(2);
        String value = time.substring(time.indexOf(':') + 1, time.length() - 1);
        try (Stream stream = stream("startAtOperationTime: " + value)) {
            List<BsonDocument> events = stream.events(2);
            assertThat(events.get(1).getDocument("documentKey")).isEqualTo(Raw.json("{_id: 2}"));
        }
    }
}
