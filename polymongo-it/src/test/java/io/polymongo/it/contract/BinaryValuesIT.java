package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Binary values are told apart by their length, their subtype and their bytes, in that order. */
@OnServer
class BinaryValuesIT {

    private static final String PLAIN = binary(0, 2, 1);
    private static final String DIGEST = binary(5, 2, 1);
    private static final String OWN = binary(128, 2, 1);
    private static final String UUID = "UUID('00000000-0000-0000-0000-000000000001')";
    private static final String LEGACY_UUID = binary(3, 16, 255);

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
    void filtersTellSubtypesApart() {
        insert(PLAIN, DIGEST, OWN);

        assertThat(ids("{v: %s}", PLAIN)).containsExactly(0);
        assertThat(ids("{v: %s}", DIGEST)).containsExactly(1);
        assertThat(ids("{v: {$in: [%s, %s]}}", PLAIN, OWN)).containsExactly(0, 2);
        assertThat(ids("{v: {$ne: %s}}", PLAIN)).containsExactly(1, 2);
        assertThat(ids("{v: %s}", binary(6, 2, 1))).isEmpty();
        assertThat(ids("{$expr: {$eq: ['$v', %s]}}", DIGEST)).containsExactly(1);
        assertThat(ids("{v: {$type: 'binData'}}")).containsExactly(0, 1, 2);
    }

    @Test
    void rangesGoByLengthThenSubtypeThenBytes() {
        insert(PLAIN, DIGEST, OWN, binary(5, 2, 0), binary(0, 3, 0), binary(128, 1, 255), UUID, "'text'");

        assertThat(ids("{v: {$gt: %s}}", PLAIN)).containsExactly(1, 2, 3, 4, 6);
        assertThat(ids("{v: {$lte: %s}}", DIGEST)).containsExactly(0, 1, 3, 5);
        assertThat(ids("{v: {$gte: %s}}", UUID)).containsExactly(6);
    }

    @Test
    void sortsToo() {
        insert(binary(0, 17, 0), UUID, LEGACY_UUID, binary(0, 16, 255), OWN, DIGEST, binary(5, 2, 0), PLAIN);

        assertThat(sorted("{v: 1}")).containsExactly(7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(sorted("{v: -1}")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void uniqueIndexesToo() {
        raw.ok("{createIndexes: 'things', indexes: [{key: {v: 1}, name: 'v', unique: true}]}");
        insert(PLAIN, DIGEST);
        raw.writeError(11000, "{insert: 'things', documents: [{_id: 2, v: %s}]}", DIGEST);
        raw.ok("{insert: 'things', documents: [{_id: %s, v: 1}, {_id: %s, v: 2}]}", PLAIN, DIGEST);
        BsonDocument error = raw.writeError(11000, "{insert: 'things', documents: [{_id: %s, v: 3}]}", DIGEST);
        assertThat(error.getDocument("keyValue")).isEqualTo(Raw.json("{_id: " + DIGEST + "}"));
        assertThat(error.getString("errmsg").getValue()).contains("BinData(5, 0101)");
        raw.ok("{insert: 'things', documents: [{_id: %s, v: 4}]}", UUID);
        assertThat(raw.writeError(11000, "{insert: 'things', documents: [{_id: %s, v: 5}]}", UUID)
                        .getString("errmsg")
                        .getValue())
                .contains("UUID(\"00000000-0000-0000-0000-000000000001\")");
    }

    @Test
    void distinctAndGroupsToo() {
        insert(PLAIN, DIGEST, PLAIN, LEGACY_UUID, UUID);

        assertThat(raw.ok("{distinct: 'things', key: 'v'}").getArray("values"))
                .containsExactlyInAnyOrderElementsOf(values(PLAIN, DIGEST, LEGACY_UUID, UUID));
        assertThat(raw.found("{aggregate: 'things', pipeline: [{$group: {_id: '$v', n: {$sum: 1}}}, {$sort: {_id: 1}}],"
                        + " cursor: {}}"))
                .containsExactly(
                        Raw.json("{_id: " + PLAIN + ", n: 2}"),
                        Raw.json("{_id: " + DIGEST + ", n: 1}"),
                        Raw.json("{_id: " + LEGACY_UUID + ", n: 1}"),
                        Raw.json("{_id: " + UUID + ", n: 1}"));
    }

    @Test
    void anotherSubtypeIsAChange() {
        insert(PLAIN);
        for (int changed : new int[] {1, 0}) {
            assertThat(raw.ok("{update: 'things', updates: [{q: {}, u: {$set: {v: %s}}}]}", OWN)
                            .getNumber("nModified")
                            .intValue())
                    .isEqualTo(changed);
        }
        assertThat(raw.found("{find: 'things'}")).containsExactly(Raw.json("{_id: 0, v: " + OWN + "}"));
    }

    @Test
    void aCollectionIsFoundByItsUuid() {
        insert(PLAIN);
        BsonValue uuid =
                raw.found("{listCollections: 1}").get(0).getDocument("info").get("uuid");
        String filter = new BsonDocument("info.uuid", uuid).toJson();
        assertThat(raw.found("{listCollections: 1, filter: %s}", filter)).hasSize(1);
        assertThat(raw.found("{listCollections: 1, filter: {'info.uuid': %s}}", UUID))
                .isEmpty();
    }

    /** A value of so many bytes that are all the same. */
    private static String binary(int subtype, int length, int each) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) each);
        return "{$binary: {base64: '%s', subType: '%02x'}}"
                .formatted(Base64.getEncoder().encodeToString(bytes), subtype);
    }

    /** Documents whose ids count from 0. */
    private void insert(String... values) {
        for (int i = 0; i < values.length; i++) {
            raw.ok("{insert: 'things', documents: [{_id: %d, v: %s}]}", i, values[i]);
        }
    }

    private List<Integer> ids(String filter, Object... values) {
        return idsOf(raw.found("{find: 'things', filter: %s, sort: {_id: 1}}", filter.formatted(values)));
    }

    private List<Integer> sorted(String order) {
        return idsOf(raw.found("{find: 'things', sort: %s}", order));
    }

    private static List<Integer> idsOf(List<BsonDocument> documents) {
        return documents.stream().map(each -> each.getInt32("_id").getValue()).toList();
    }

    private static List<BsonValue> values(String... values) {
        return BsonDocument.parse("{v: [" + String.join(", ", values) + "]}").getArray("v");
    }
}
