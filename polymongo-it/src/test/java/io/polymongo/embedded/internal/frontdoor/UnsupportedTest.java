package io.polymongo.embedded.internal.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MongoDB does and the engine would leave out or do in another way is refused; its neighbour passes. */
class UnsupportedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{find: 'c', collation: {locale: 'de'}} | {find: 'c', collation: {locale: 'simple'}}",
                "{find: 'c', let: {x: '$$NOW'}} | {find: 'c', let: {x: 1}, filter: {$expr: {$eq: ['$a', '$$x']}}}",
                "{find: 'c', tailable: true, limit: 1} | {find: 'c', tailable: true, limit: 0}",
                "{find: 'c', skip: {$numberLong: '3000000000'}} | {find: 'c', skip: 3}",
                "{find: 'c', filter: {$where: 'x'}} | {find: 'c', filter: {where: 'x'}}",
                "{find: 'c', projection: {'a.$': 'x'}} | {find: 'c', projection: {'a.$': 1}}",
                "{find: 'c', projection: {'a.b': '$b'}} | {find: 'c', projection: {a: '$b', c: {d: 1}}}",
                "{find: 'c', projection: {a: {$meta: 'x'}}} | {find: 'c', projection: {a: {$slice: [1, 2]}}}",
                "{find: 'c', sort: {a: {$meta: 'textScore'}}} | {find: 'c', sort: {a: 1}}",
                "{count: 'c', limit: -1} | {count: 'c', limit: 1}",
                "{update: 'c', updates: [{q: {}, u: [{$unset: 'a.b'}]}]} | {update: 'c', updates: [{q: {}, u: {$unset:"
                        + " {a: 1}}}]}",
                "{create: 'c', timeseries: {timeField: 't'}} | {create: 'c'}",
                "{collMod: 'c', viewOn: 'd'} | {create: 'c', viewOn: 'd'}",
                "{create: 'c', expireAfterSeconds: 0} | {create: 'c', comment: 1}",
                "{collMod: 'c', index: {name: 'x', unique: true}} | {collMod: 'c', index: {name: 'x', hidden: true}}",
                "{setParameter: 1, notablescan: true, $db: 'admin'} | {setParameter: 1, cursorTimeoutMillis: 9, $db:"
                        + " 'admin'}",
                "{insert: 'c', documents: [{}], writeConcern: {w: {dc: 1}}} | {insert: 'c', documents: [{}],"
                        + " writeConcern: {w: 2}}",
            })
    void commands(String refused, String passing) {
        assertThat(Door.send(refused)).as(refused).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo(115);
            assertThat(error).hasMessageEndingWith("the embedded server does not support it");
        });
        assertThat(Door.send(passing)).as(passing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$project: {'a.b': 1}}",
                "{$project: {a: {b: 1}}}",
                "{$addFields: {'a.b': 1}}",
                "{$addFields: {a: {b: 1}}}",
                "{$addFields: {a: '$b', b: '$a'}}",
                "{$unset: 'a.b'}",
                "{$lookup: {from: 'o', localField: 'a', foreignField: 'b', pipeline: [], as: 'x'}}",
                "{$lookup: {from: 'o', localField: 'a.b', foreignField: 'b', as: 'x'}}",
                "{$out: {db: 'd', coll: 'c', timeseries: {timeField: 't'}}}",
                "{$merge: {into: 'c', let: {x: 1}, whenMatched: []}}",
                "{$redact: '$$KEEP'}",
            })
    void stages(String json) {
        assertThat(Door.stage(json))
                .as(json)
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(115));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$year: {date: '$d', timezone: '$zone'}}",
                "{$switch: {branches: [{case: true, then: 1}]}}",
                "{$dayOfWeek: {date: '$d', timezone: 'UTC'}}",
                "{$concatArrays: [['$a'], '$b']}",
                "{$multiply: '$a'}",
                "{$filter: {input: '$l', cond: true, limit: 1}}",
                "{$map: {input: '$l', in: {$map: {input: '$$this', in: 1}}}}",
                "{$convert: {input: '$a', to: 'decimal'}}",
                "{$dateToString: {date: '$d', format: '%U'}}",
                "{$literal: {a: '$b'}}",
                "'$$NOW'",
                "'$$REMOVE'",
            })
    void expressions(String json) {
        assertThat(Door.expression(json))
                .as(json)
                .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(115));
    }

    @Test
    void snapshotsAreForReaders() {
        String snapshot = ", readConcern: {level: 'snapshot'}";
        assertThat(Door.send("{find: 'c'" + snapshot + "}")).isEmpty();
        assertThat(Door.send("{count: 'c'" + snapshot + "}").orElseThrow().code())
                .isEqualTo(72);
        assertThat(Door.send("{insert: 'c', documents: [{}]" + snapshot + "}")
                        .orElseThrow()
                        .code())
                .isEqualTo(72);
        assertThat(Door.send("{insert: 'c', documents: [{}], autocommit: false" + snapshot + "}"))
                .isEmpty();
    }
}
