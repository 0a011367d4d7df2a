package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions that applications write every day. */
@OnServer
class ExpressionsIT {

    private static final String MADE =
            "{aggregate: 'things', pipeline: [{$match: {_id: 1}}, {$project: {_id: 0, x: %s}}]," + " cursor: {}}";

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        raw.ok(
                "{insert: 'things', documents: [{_id: 1, a: 3, n: null, d: ISODate('2024-03-05T23:30:10Z')}, {_id: 2}]}");
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
                "{$year: '$d'}                             | {x: 2024}",
                "{$month: '$d'}                            | {x: 3}",
                "{$dayOfMonth: ['$d']}                     | {x: 5}",
                "{$dayOfYear: {date: '$d'}}                | {x: 65}",
                "{$hour: {date: '$d', timezone: '+01:00'}} | {x: 0}",
                "{$minute: '$d'}                           | {x: 30}",
                "{$second: '$d'}                           | {x: 10}",
                "{$year: '$nope'}                          | {x: null}",
                "{$year: {date: '$n', timezone: 'UTC'}}    | {x: null}",
                "{$ifNull: ['$nope', '$n', '$a']}          | {x: 3}",
                "{$ifNull: ['$nope', '$n', '$nope']}       | {}",
                "{$multiply: ['$a', 2, 5]}                 | {x: 30}",
                "{$multiply: ['$a', '$n', 5]}              | {x: null}",
                "{$switch: {branches: [{case: {$lt: ['$a', 3]}, then: 'few'}, {case: {$eq: ['$a', 3]}, then: '$a'}],"
                        + " default: 'many'}} | {x: 3}",
                "{$switch: {branches: [{case: '$nope', then: 1}], default: {$year: '$d'}}} | {x: 2024}"
            })
    void theyAreDone(String expression, String result) {
        assertThat(Raw.batch(raw.ok(MADE, expression), "firstBatch")).containsExactly(Raw.json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "40060   | {$switch: 1}",
                "40061   | {$switch: {branches: 1, default: 1}}",
                "40062   | {$switch: {branches: [1], default: 1}}",
                "40063   | {$switch: {branches: [{case: 1, then: 1, xyz: 1}], default: 1}}",
                "40064   | {$switch: {branches: [{then: 1}], default: 1}}",
                "40065   | {$switch: {branches: [{case: 1}], default: 1}}",
                "40067   | {$switch: {branches: [{case: 1, then: 1}], default: 1, xyz: 1}}",
                "40068   | {$switch: {branches: [], default: 1}}",
                "1257300 | {$ifNull: ['$a']}",
                "17276   | {$switch: {branches: [{case: '$$xyz', then: 1}], default: 1}}"
            })
    void theirMistakesAreTold(int code, String expression) {
        raw.fails(code, MADE, expression);
    }

    @Test
    void groupsCount() {
        BsonDocument reply =
                raw.ok("{aggregate: 'things', pipeline: [{$group: {_id: null, n: {$count: {}}}}], cursor: {}}");
        assertThat(Raw.batch(reply, "firstBatch")).containsExactly(Raw.json("{_id: null, n: 2}"));
    }

    @Test
    void theyStandWhereverExpressionsDo() {
        raw.ok(
                "{update: 'things', updates: [{q: {$expr: {$eq: [{$year: '$d'}, 2024]}}, u: [{$set: {y: {$year: '$d'}}}]}]}");
        assertThat(raw.found("{find: 'things', projection: {_id: 0, y: 1, m: {$month: '$d'}}}"))
                .containsExactly(Raw.json("{y: 2024, m: 3}"), Raw.json("{m: null}"));
        assertThat(raw.found(
                        "{find: 'things', filter: {$expr: {$eq: ['$y', '$$year']}}, projection: {_id: 1}, let: {year:"
                                + " {$multiply: [2, 2, 506]}}}"))
                .containsExactly(Raw.json("{_id: 1}"));
    }

    @Test
    void aVariableHasFields() {
        assertThat(raw.found(
                        "{find: 'things', filter: {$expr: {$eq: ['$_id', '$$x.a.b']}}, projection: {_id: 1}, let: {x:"
                                + " {a: {b: 2}}}}"))
                .containsExactly(Raw.json("{_id: 2}"));
        assertThat(raw.found("{find: 'things', filter: {$expr: {$eq: ['$_id', '$$x.nope']}}, let: {x: {a: 2}}}"))
                .isEmpty();
    }
}
