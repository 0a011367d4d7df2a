package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strings that begin with a dollar sign, such as prices and hashed passwords, are values and no paths. */
@OnServer
class DollarValuesIT {

    private static final String SUB = "{p: '$5', q: 1}";

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        raw.ok("{insert: 'things', documents: [{_id: 1, price: '$5', sub: %s, docs: [{p: '$$x.y'}]}]}", SUB);
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private List<BsonDocument> made(String stages, Object... values) {
        return Raw.batch(
                raw.ok("{aggregate: 'things', pipeline: [%s], cursor: {}}", stages.formatted(values)), "firstBatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{$project: {d: '$sub'}}                              | {_id: 1, d: {p: '$5', q: 1}}",
                "{$project: {d: {e: '$price'}}}                       | {_id: 1, d: {e: '$5'}}",
                "{$project: {d: {e: {$literal: '$bar'}}}}             | {_id: 1, d: {e: '$bar'}}",
                "{$project: {d: {$mergeObjects: ['$sub', {z: 1}]}}}   | {_id: 1, d: {p: '$5', q: 1, z: 1}}",
                "{$project: {d: {$arrayElemAt: ['$docs', 0]}}}        | {_id: 1, d: {p: '$$x.y'}}",
                "{$group: {_id: '$sub', n: {$sum: 1}}}                | {_id: {p: '$5', q: 1}, n: 1}",
                "{$group: {_id: {p: '$price'}, s: {$first: '$sub'}}}  | {_id: {p: '$5'}, s: {p: '$5', q: 1}}",
                "{$replaceRoot: {newRoot: '$sub'}}                    | {p: '$5', q: 1}",
                "{$project: {d: '$sub'}}, {$match: {'d.p': '$5'}}     | {_id: 1, d: {p: '$5', q: 1}}",
                "{$project: {d: '$sub'}}, {$match: {'d.p': /^[$]5$/}} | {_id: 1, d: {p: '$5', q: 1}}",
                "{$project: {n: {$strLenCP: '$price'}}}               | {_id: 1, n: 2}",
                "{$project: {d: {$cond: [{$eq: ['$price', {$literal: '$5'}]}, '$sub', 0]}}} | {_id: 1, d: {p: '$5', q: 1}}",
                "{$project: {d: {$gt: [{$literal: '#z'}, '$price']}}} | {_id: 1, d: false}",
                "{$project: {d: '$sub', n: {$literal: 'ab'}}}, {$addFields: {n: {$strLenCP: '$n'}}}"
                        + " | {_id: 1, d: {p: '$5', q: 1}, n: 2}",
                "{$project: {d: {$lt: ['$price', '%']}}}              | {_id: 1, d: true}"
            })
    void theyPassThroughStages(String stages, String result) {
        assertThat(made("%s", stages)).containsExactly(Raw.json(result));
    }

    @Test
    void theyPassThroughJoins() {
        assertThat(made("{$lookup: {from: 'things', localField: '_id', foreignField: '_id', as: 'j'}}, {$unwind: '$j'},"
                        + " {$project: {d: '$j.sub'}}"))
                .containsExactly(Raw.json("{_id: 1, d: %s}".formatted(SUB)));
        assertThat(made("{$lookup: {from: 'things', pipeline: [{$match: {price: '$5'}}, {$project: {d: '$sub'}}], as:"
                        + " 'j'}}, {$project: {j: 1}}"))
                .containsExactly(Raw.json("{_id: 1, j: [{_id: 1, d: %s}]}".formatted(SUB)));
    }

    @Test
    void theyPassThroughVariables() {
        assertThat(Raw.batch(
                        raw.ok("{aggregate: 'things', pipeline: [{$project: {y: '$$y'}}], cursor: {}, let: {y:"
                                + " {$literal: '$bar'}}}"),
                        "firstBatch"))
                .containsExactly(Raw.json("{_id: 1, y: '$bar'}"));
    }

    @Test
    void theyPassThroughUpdatesAndProjections() {
        raw.ok("{update: 'things', updates: [{q: {}, u: [{$set: {d: '$sub'}}]}]}");
        assertThat(raw.found("{find: 'things', projection: {d: 1}}"))
                .containsExactly(Raw.json("{_id: 1, d: %s}".formatted(SUB)));
        assertThat(raw.found("{find: 'things', projection: {e: '$d'}}"))
                .containsExactly(Raw.json("{_id: 1, e: %s}".formatted(SUB)));
    }
}
