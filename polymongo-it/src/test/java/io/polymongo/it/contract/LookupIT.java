package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins by a pipeline with variables. */
@OnServer
class LookupIT {

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        raw.ok("{insert: 'orders', documents: [{_id: 1, who: {id: 7}}, {_id: 2}]}");
        raw.ok("{insert: 'people', documents: [{_id: 7}, {_id: 8}]}");
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    private List<BsonDocument> joined(String let, String pipeline) {
        return Raw.batch(
                raw.ok(
                        "{aggregate: 'orders', pipeline: [{$sort: {_id: 1}}, {$lookup: {from: 'people', let: %s, pipeline:"
                                + " [%s], as: 'j'}}, {$project: {j: 1}}], cursor: {}}",
                        let, pipeline),
                "firstBatch");
    }

    @Test
    void aVariableMayBeMissing() {
        assertThat(joined("{who: '$who.id'}", "{$match: {$expr: {$eq: ['$_id', '$$who']}}}"))
                .containsExactly(Raw.json("{_id: 1, j: [{_id: 7}]}"), Raw.json("{_id: 2, j: []}"));
        assertThat(joined("{who: '$who'}", "{$match: {$expr: {$eq: ['$_id', '$$who.id']}}}"))
                .containsExactly(Raw.json("{_id: 1, j: [{_id: 7}]}"), Raw.json("{_id: 2, j: []}"));
    }

    @Test
    void aMissingOneGivesNoField() {
        assertThat(joined("{who: '$who.id'}", "{$limit: 1}, {$project: {by: '$$who'}}"))
                .containsExactly(Raw.json("{_id: 1, j: [{_id: 7, by: 7}]}"), Raw.json("{_id: 2, j: [{_id: 7}]}"));
    }

    @Test
    void joinsNest() {
        assertThat(joined(
                        "{who: '$who.id'}",
                        "{$limit: 1}, {$lookup: {from: 'people', let: {who: '$nope', outer: '$$who'}, pipeline:"
                                + " [{$limit: 1}, {$project: {a: '$$who', b: '$$outer'}}], as: 'k'}}"))
                .containsExactly(
                        Raw.json("{_id: 1, j: [{_id: 7, k: [{_id: 7, b: 7}]}]}"),
                        Raw.json("{_id: 2, j: [{_id: 7, k: [{_id: 7}]}]}"));
    }
}
