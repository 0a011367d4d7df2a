package io.polymongo.embedded.internal.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Walks the tables of operators: each entry has an example that passes, and what is refused is refused by name. */
class OperatorTablesTest {

    static final List<String> FILTERS = List.of(
            "{a: {$eq: 1}}",
            "{a: {$ne: 1}}",
            "{a: {$gt: 1, $lt: 5}}",
            "{a: {$gte: 1, $lte: 5}}",
            "{a: {$in: [1, /x/]}}",
            "{a: {$nin: []}}",
            "{a: {$not: {$gt: 1}}}",
            "{a: {$exists: true}}",
            "{a: {$type: ['string', 16]}}",
            "{a: {$mod: [4, 0]}}",
            "{a: {$size: 2}}",
            "{a: {$all: [1, 2]}}",
            "{a: {$all: [{$elemMatch: {b: 1}}]}}",
            "{a: {$elemMatch: {b: {$gt: 1}}}}",
            "{a: {$elemMatch: {$gt: 1, $lt: 3}}}",
            "{a: {$elemMatch: {$or: [{b: 1}, {c: 2}]}}}",
            "{$and: [{a: 1}, {$or: [{b: 2}, {$nor: [{c: 3}]}]}], $comment: 'x'}",
            "{$expr: {$gt: ['$a', '$b']}}",
            "{$jsonSchema: {required: ['a'], properties: {a: {bsonType: 'int'}}}}",
            "{a: {b: 1, c: null}}",
            "{a: {$ref: 'c', $id: 1}}");

    static final List<String> EXPRESSIONS = List.of(
            "{$and: ['$a', {$or: []}]}",
            "{$concat: ['$a', '-', '$b']}",
            "{$concatArrays: ['$a', [1, 2]]}",
            "{$setEquals: ['$a', '$b']}",
            "{$setIntersection: ['$a', '$b']}",
            "{$setUnion: ['$a', '$b']}",
            "{$mergeObjects: ['$a', {b: '$b'}]}",
            "{$add: ['$a', 1, 2]}",
            "{$avg: '$a'}",
            "{$max: ['$a', '$b']}",
            "{$min: ['$a', '$b']}",
            "{$sum: '$a'}",
            "{$multiply: ['$a', 2]}",
            "{$ifNull: ['$a', 0]}",
            "{$cond: [{$gt: ['$a', 1]}, 'x', 'y']}",
            "{$cond: {if: '$a', then: 1, else: '$$ROOT.b'}}",
            "{$convert: {input: '$a', to: 'int', onError: 0, onNull: null}}",
            "{$dateToString: {date: '$d', format: '%Y-%m-%d', timezone: 'UTC', onNull: ''}}",
            "{$filter: {input: '$l', as: 'e', cond: {$gt: ['$$e.x', 1]}}}",
            "{$map: {input: '$l', in: {$add: ['$$this', 1]}}}",
            "{$reduce: {input: '$l', initialValue: 0, in: {$add: ['$$value', '$$this']}}}",
            "{$switch: {branches: [{case: '$a', then: 1}], default: 2}}",
            "{$literal: 1}",
            "{$rand: {}}");

    static final Map<String, String> STAGES = Map.ofEntries(
            Map.entry("$match", "{a: 1}"),
            Map.entry("$skip", "0"),
            Map.entry("$limit", "1"),
            Map.entry("$sort", "{a: 1, b: -1}"),
            Map.entry("$count", "'n'"),
            Map.entry("$sample", "{size: 3}"),
            Map.entry("$unwind", "{path: '$l', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i'}"),
            Map.entry("$set", "{x: 1}"),
            Map.entry("$replaceWith", "'$a'"),
            Map.entry("$unionWith", "{coll: 'o', pipeline: [{$match: {a: 1}}]}"),
            Map.entry("$project", "{a: 1, _id: 0, b: {$add: ['$a', 1]}, c: ['$a', 1], d: {e: '$a'}}"),
            Map.entry("$addFields", "{x: {$add: ['$a', 1]}, y: '$b'}"),
            Map.entry("$unset", "['a', 'b']"),
            Map.entry("$replaceRoot", "{newRoot: {$mergeObjects: ['$$ROOT', {a: 1}]}}"),
            Map.entry("$redact", "{$cond: ['$a', '$$KEEP', '$$PRUNE']}"),
            Map.entry("$group", "{_id: {a: '$a'}, n: {$sum: 1}}"),
            Map.entry("$sortByCount", "'$a'"),
            Map.entry("$bucket", "{groupBy: '$a', boundaries: [0, 5], default: 'x', output: {n: {$sum: 1}}}"),
            Map.entry("$facet", "{x: [{$match: {a: 1}}], y: [{$count: 'n'}]}"),
            Map.entry(
                    "$lookup",
                    "{from: 'o', let: {x: '$x'}, pipeline: [{$match: {$expr: {$eq: ['$a', '$$x']}}}], as:" + " 'o'}"),
            Map.entry("$out", "'o'"),
            Map.entry(
                    "$merge",
                    "{into: {db: 'd', coll: 'o'}, on: ['_id'], let: {new: '$$ROOT'}, whenMatched:"
                            + " [{$addFields: {a: '$$new.a'}}], whenNotMatched: 'insert'}"),
            Map.entry(
                    "$changeStream",
                    "{fullDocument: 'updateLookup', fullDocumentBeforeChange: 'off', resumeAfter:"
                            + " {_data: 'x'}, showExpandedEvents: true}"),
            Map.entry("$collStats", "{count: {}, storageStats: {scale: 1024, verbose: false, waitForLock: true}}"),
            Map.entry("$currentOp", "{allUsers: true}"),
            Map.entry("$listLocalSessions", "{allUsers: true}"),
            Map.entry("$changeStreamSplitLargeEvent", "{}"));

    static final List<String> UPDATES = List.of(
            "{$set: {a: 1, 'l.$[].x': 2}}",
            "{$setOnInsert: {a: 1}}",
            "{$unset: {a: ''}}",
            "{$min: {a: 1}}",
            "{$max: {a: 1}}",
            "{$inc: {'l.$.n': 1}}",
            "{$mul: {a: 2}}",
            "{$rename: {a: 'b'}}",
            "{$currentDate: {a: true, b: {$type: 'timestamp'}}}",
            "{$addToSet: {a: {$each: [1]}}}",
            "{$push: {a: {$each: [1], $slice: -5, $sort: {x: 1}, $position: 0}}}",
            "{$pull: {a: {$gt: 3}, b: {c: {$in: [1]}}, d: 5}}",
            "{$pullAll: {a: [1]}}",
            "{$pop: {a: -1}}");

    @Test
    void queryOperators() {
        allPass(FILTERS, Door::filter);
        covers(keysOf(FILTERS), QueryOperators.ON_FIELDS.keySet(), Set.of("$regex", "$options"));
        covers(keysOf(FILTERS), QueryOperators.AT_TOP, Set.of());
        assertThat(Door.send(new Document("find", "c")
                        .append("filter", new Document("a", new Document("$regex", "^x").append("$options", "i")))))
                .isEmpty();
        refused(QueryOperators.REFUSED_ON_FIELDS, name -> Door.filter("{a: {" + name + ": 1}}"));
        refused(QueryOperators.REFUSED_AT_TOP, name -> Door.filter("{" + name + ": 1}"));
    }

    @Test
    void expressions() {
        allPass(EXPRESSIONS, Door::expression);
        for (String name : ExpressionOperators.supported()) {
            boolean exampled = EXPRESSIONS.stream().anyMatch(json -> json.contains(name + ":"));
            boolean plain = List.of("'$a'", "['$a', 1]", "['$a', 1, 2]", "{date: '$d', timezone: 'UTC'}").stream()
                    .anyMatch(arguments ->
                            Door.expression("{" + name + ": " + arguments + "}").isEmpty());
            assertThat(exampled || plain).as(name).isTrue();
        }
        refused(ExpressionOperators.REFUSED, name -> Door.expression("{" + name + ": 1}"));
    }

    @Test
    void stages() {
        assertThat(STAGES.keySet()).isEqualTo(Stages.SUPPORTED.keySet());
        STAGES.forEach(
                (name, json) -> assertThat(sendStage(name, json)).as(name).isEmpty());
        refused(Stages.REFUSED, name -> Door.stage("{" + name + ": {}}"));
        refused(Stages.OF_ATLAS, name -> Door.stage("{" + name + ": {}}"));
    }

    @Test
    void accumulators() {
        allPass(
                Accumulators.SUPPORTED,
                name -> Door.stage("{$group: {_id: null, x: {" + name
                        + ": %s}}}".formatted(name.equals("$count") ? "{}" : "'$a'")));
        refused(Accumulators.REFUSED, name -> Door.stage("{$group: {_id: null, x: {" + name + ": '$a'}}}"));
    }

    @Test
    void updateOperators() {
        allPass(UPDATES, Door::update);
        covers(keysOf(UPDATES), UpdateOperators.SUPPORTED.keySet(), Set.of());
        refused(UpdateOperators.REFUSED, name -> Door.update("{" + name + ": {a: {and: 1}}}"));
    }

    @Test
    void indexOptions() {
        refused(IndexOptions.REFUSED, name -> index(new Document(name, 5)));
        for (String kind : List.of("text", "2dsphere", "hashed", "2d")) {
            assertThat(index(new Document("key", new Document("a", kind)))
                            .orElseThrow()
                            .code())
                    .isEqualTo(115);
        }
        assertThat(index(new Document("key", new Document("$**", 1))).orElseThrow())
                .hasMessageContaining("wildcard");
        assertThat(index(new Document("expireAfterSeconds", 0)).orElseThrow().code())
                .isEqualTo(115);
        assertThat(index(new Document("unique", true))).isEmpty();
        assertThat(index(Door.parse("{partialFilterExpression: {$or: [{a: {$gt: 1}}, {b: {$exists: true}}]}}")))
                .isEmpty();
    }

    private static Optional<CommandError> index(Document options) {
        Document specification = new Document("key", new Document("a", 1)).append("name", "x");
        specification.putAll(options);
        return Door.send(new Document("createIndexes", "c").append("indexes", List.of(specification)));
    }

    private static Optional<CommandError> sendStage(String name, String json) {
        String stage = "{" + name + ": " + json + "}";
        return switch (name) {
            case "$currentOp", "$listLocalSessions" ->
                Door.send("{aggregate: 1, pipeline: [" + stage + "], cursor: {}, $db: 'admin'}");
            case "$changeStreamSplitLargeEvent" ->
                Door.send("{aggregate: 1, pipeline: [{$changeStream: {}}, " + stage + "], cursor: {}}");
            default -> Door.stage(stage);
        };
    }

    private static void allPass(Collection<String> examples, Function<String, Optional<CommandError>> send) {
        for (String example : examples) {
            assertThat(send.apply(example)).as(example).isEmpty();
        }
    }

    private static void refused(Collection<String> names, Function<String, Optional<CommandError>> send) {
        for (String name : names) {
            assertThat(send.apply(name)).as(name).hasValueSatisfying(error -> {
                assertThat(error.code()).isEqualTo(115);
                assertThat(error).hasMessageContaining(name).hasMessageEndingWith("does not support it");
            });
        }
    }

    private static void covers(Set<String> seen, Set<String> table, Set<String> elsewhere) {
        Set<String> missing = new HashSet<>(table);
        missing.removeAll(seen);
        assertThat(missing).isEqualTo(elsewhere);
    }

    private static Set<String> keysOf(List<String> documents) {
        Set<String> keys = new HashSet<>();
        documents.forEach(json -> collect(Door.parse(json), keys));
        return keys;
    }

    private static void collect(Object value, Set<String> keys) {
        if (value instanceof Document document) {
            keys.addAll(document.keySet());
            document.values().forEach(inner -> collect(inner, keys));
        } else if (value instanceof Collection<?> list) {
            list.forEach(inner -> collect(inner, keys));
        }
    }
}
