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

/** What a server tells of the sizes of databases and collections. */
@OnServer
class StatisticsIT {

    private static final String AGGREGATE = "{aggregate: '%s', pipeline: [{$collStats: %s}], cursor: {}}";

    private Raw raw;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        raw.ok("{insert: 'things', documents: [{_id: 1, a: '%s'}, {_id: 2}]}", "x".repeat(4096));
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    @ParameterizedTest
    @CsvSource({"dbStats: 1, dataSize", "collStats: 'things', size"})
    void sizesAreDividedByTheScale(String command, String field) {
        BsonDocument plain = raw.ok("{%s}", command);
        BsonDocument scaled = raw.ok("{%s, scale: 1024}", command);
        assertThat(plain.getNumber("scaleFactor").intValue()).isOne();
        assertThat(plain.getNumber(field).doubleValue()).isGreaterThan(4096);
        assertThat(scaled.getNumber("scaleFactor").intValue()).isEqualTo(1024);
        assertThat(scaled.getNumber(field).doubleValue())
                .isBetween(4.0, plain.getNumber(field).doubleValue() / 1024);
        assertThat(scaled.getNumber("avgObjSize").doubleValue())
                .isEqualTo(plain.getNumber("avgObjSize").doubleValue());
    }

    @Test
    void aStageTellsTheSame() {
        BsonDocument statistics =
                stage("things", "{storageStats: {scale: 1024}, count: {}}").get(0);
        assertThat(statistics).containsKeys("ns", "host", "localTime");
        assertThat(statistics.getNumber("count").intValue()).isEqualTo(2);
        BsonDocument storage = statistics.getDocument("storageStats");
        assertThat(storage.getNumber("size").intValue()).isEqualTo(4);
        assertThat(storage.getNumber("count").intValue()).isEqualTo(2);
        assertThat(storage.getNumber("scaleFactor").intValue()).isEqualTo(1024);
        assertThat(storage.getBoolean("capped").getValue()).isFalse();
        assertThat(storage).containsKeys("indexSizes", "nindexes").doesNotContainKeys("ns", "ok");
    }

    @Test
    void withoutQuestionsAStageTellsWhere() {
        assertThat(stage("things", "{}").get(0)).containsOnlyKeys("ns", "host", "localTime");
    }

    @Test
    void whatIsNoStageOfStatistics() {
        raw.fails(26, AGGREGATE, "absent", "{storageStats: {}}");
        raw.fails(40166, AGGREGATE, "things", "1");
        raw.fails(40415, AGGREGATE, "things", "{xyz: {}}");
        raw.fails(40602, "{aggregate: 'things', pipeline: [{$match: {}}, {$collStats: {count: {}}}], cursor: {}}");
    }

    @Test
    void validationTakesAnOldOption() {
        assertThat(raw.ok("{validate: 'things', scandata: false, full: false}")
                        .getBoolean("valid")
                        .getValue())
                .isTrue();
    }

    private List<BsonDocument> stage(String collection, String options) {
        return Raw.batch(raw.ok(AGGREGATE, collection, options), "firstBatch");
    }
}
