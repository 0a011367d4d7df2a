package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases, collections and indexes: made, listed, renamed and dropped. */
@OnServer
class CatalogueIT {

    private static final String INDEX = "{createIndexes: 'things', indexes: [%s]}";

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

    @Test
    void creatingTwiceIsOkWithTheSameOptions() {
        raw.ok("{create: 'things'}");
        raw.ok("{create: 'things'}");
        raw.fails(48, "{create: 'things', validator: {a: 1}}");
        raw.ok("{create: 'others', validator: {a: 1}}");
        raw.ok("{create: 'others', validator: {a: 1}}");
    }

    @Test
    void whatIsAbsentHasNoIndexes() {
        raw.fails(26, "{listIndexes: 'things'}");
        raw.ok("{create: 'things'}");
        assertThat(raw.found("{listIndexes: 'things'}"))
                .containsExactly(Raw.json("{v: 2, key: {_id: 1}, name: '_id_'}"));
    }

    @Test
    void databasesAreListed(TestDatabases databases) {
        raw.ok("{create: 'things'}");
        BsonDocument all = raw.admin("{listDatabases: 1}");
        assertThat(all.getArray("databases"))
                .extracting(each -> each.asDocument().getString("name").getValue())
                .contains("admin", "config", "local", databases.name("a"))
                .doesNotContain(databases.name("b"));
        assertThat(all).containsKeys("totalSize", "totalSizeMb");
        assertThat(all.getArray("databases"))
                .allSatisfy(each -> assertThat(each.asDocument()).containsKeys("name", "sizeOnDisk", "empty"));
    }

    @Test
    void theirNamesHaveNoSizes(TestDatabases databases) {
        raw.ok("{create: 'things'}");
        BsonDocument names = raw.admin("{listDatabases: 1, nameOnly: true, filter: {name: '%s'}}", databases.name("a"));
        assertThat(names).doesNotContainKeys("totalSize", "totalSizeMb");
        assertThat(names.getArray("databases"))
                .map(BsonValue::asDocument)
                .containsExactly(Raw.json("{name: '%s'}".formatted(databases.name("a"))));
        raw.fails(13, "{listDatabases: 1}");
    }

    @Test
    void collectionsAreListed() {
        raw.ok("{create: 'things', validator: {a: 1}}");
        raw.ok("{create: 'seen', viewOn: 'things', pipeline: [{$match: {a: 1}}]}");
        BsonDocument listed =
                raw.found("{listCollections: 1, filter: {name: 'things'}}").get(0);
        assertThat(listed.getString("type").getValue()).isEqualTo("collection");
        assertThat(listed.getDocument("options")).isEqualTo(Raw.json("{validator: {a: 1}}"));
        assertThat(listed.getDocument("info")).containsKeys("uuid", "readOnly");
        assertThat(listed.getDocument("idIndex").getString("name").getValue()).isEqualTo("_id_");
        assertThat(raw.found("{listCollections: 1, nameOnly: true, filter: {name: 'seen'}}"))
                .containsExactly(Raw.json("{name: 'seen', type: 'view'}"));
    }

    @Test
    void listsHaveBatches() {
        for (String name : new String[] {"one", "two", "three"}) {
            raw.ok("{create: '%s'}", name);
        }
        BsonDocument reply = raw.ok("{listCollections: 1, cursor: {batchSize: 2}}");
        assertThat(Raw.batch(reply, "firstBatch")).hasSize(2);
        BsonDocument more =
                raw.ok("{getMore: NumberLong(%d), collection: '$cmd.listCollections'}", Raw.cursorOf(reply));
        assertThat(Raw.batch(more, "nextBatch")).hasSize(1);
        assertThat(Raw.cursorOf(more)).isZero();
    }

    @Test
    void namesThatNobodyMayHave() {
        raw.fails(73, "{create: ''}");
        raw.fails(73, "{create: 'a$b'}");
        raw.fails(73, "{create: '.a'}");
        raw.fails(73, "{create: 'system.nothing'}");
        Raw.failed(73, raw.runOn("a.b", "{create: 'things'}"));
        Raw.failed(73, raw.runOn("a b", "{create: 'things'}"));
        raw.ok("{create: 'a.b'}");
    }

    @Test
    void aDatabasesNameDiffersNotInCaseOnly(TestDatabases databases) {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        String other = databases.name("a").toUpperCase(Locale.ROOT);
        Raw.failed(13297, raw.runOn(other, "{create: 'things'}"));
        BsonDocument read = raw.runOn(other, "{find: 'things'}");
        assertThat(Raw.batch(read, "firstBatch")).isEmpty();
        assertThat(databases.existing()).containsExactly("a");
    }

    @Test
    void renamed() {
        raw.ok("{insert: 'things', documents: [{_id: 1}]}");
        raw.ok("{create: 'others'}");
        String rename = "{renameCollection: '%1$s.things', to: '%1$s.others'%2$s}";
        raw.fails(13, rename, name, "");
        raw.failsOnAdmin(48, rename, name, "");
        raw.admin(rename, name, ", dropTarget: true");
        raw.failsOnAdmin(26, rename, name, "");
        assertThat(raw.found("{find: 'others'}")).hasSize(1);
    }

    @Test
    void droppingWhatIsAbsentIsOk() {
        raw.ok("{drop: 'things'}");
        raw.ok("{dropDatabase: 1}");
        raw.ok("{create: 'things'}");
        assertThat(raw.ok("{drop: 'things'}").getNumber("nIndexesWas").intValue())
                .isOne();
        raw.ok("{create: 'things'}");
        assertThat(raw.ok("{dropDatabase: 1}").getString("dropped").getValue()).isEqualTo(name);
    }

    @Test
    void anIndexIsMadeOnce() {
        BsonDocument made = raw.ok(INDEX, "{key: {a: 1}, name: 'a'}");
        assertThat(made.getBoolean("createdCollectionAutomatically").getValue()).isTrue();
        assertThat(made.getNumber("numIndexesBefore").intValue()).isOne();
        assertThat(made.getNumber("numIndexesAfter").intValue()).isEqualTo(2);
        assertThat(raw.ok(INDEX, "{key: {a: 1}, name: 'a'}").getString("note").getValue())
                .isEqualTo("all indexes already exist");
    }

    @Test
    void indexesConflict() {
        raw.ok(INDEX, "{key: {a: 1}, name: 'a'}");
        raw.fails(85, INDEX, "{key: {a: 1}, name: 'other'}");
        raw.fails(86, INDEX, "{key: {b: 1}, name: 'a'}");
        raw.fails(86, INDEX, "{key: {a: 1}, name: 'a', unique: true}");
        raw.ok(INDEX, "{key: {a: -1}, name: 'down'}");
    }

    @Test
    void anIndexIsUniqueOrIsNotMade() {
        raw.ok("{insert: 'things', documents: [{_id: 1, a: 1}, {_id: 2, a: 1}]}");
        BsonDocument reply = raw.fails(11000, INDEX, "{key: {a: 1}, name: 'a', unique: true}");
        assertThat(reply.getDocument("keyPattern")).isEqualTo(Raw.json("{a: 1}"));
        raw.ok(INDEX, "{key: {a: 1}, name: 'a'}");
    }

    @Test
    void indexesAreDropped() {
        raw.fails(26, "{dropIndexes: 'things', index: 'a'}");
        raw.ok(INDEX, "{key: {a: 1}, name: 'a'}, {key: {b: 1}, name: 'b'}, {key: {c: 1}, name: 'c'}");
        raw.fails(27, "{dropIndexes: 'things', index: 'x'}");
        raw.fails(72, "{dropIndexes: 'things', index: '_id_'}");
        assertThat(raw.ok("{dropIndexes: 'things', index: 'a'}")
                        .getNumber("nIndexesWas")
                        .intValue())
                .isEqualTo(4);
        raw.ok("{dropIndexes: 'things', index: {b: 1}}");
        raw.ok("{dropIndexes: 'things', index: '*'}");
        assertThat(raw.found("{listIndexes: 'things'}")).hasSize(1);
    }

    @Test
    void badIndexesAreRefused() {
        raw.fails(67, INDEX, "{key: {}, name: 'a'}");
        raw.fails(67, INDEX, "{key: {a: 0}, name: 'a'}");
        raw.fails(67, INDEX, "{key: {a: 'nonsense'}, name: 'a'}");
        raw.fails(197, INDEX, "{key: {a: 1}, name: 'a', nonsense: 1}");
        raw.fails(2, "{createIndexes: 'things', indexes: []}");
        raw.fails(26, "{listIndexes: 'things'}");
    }

    @Test
    void documentsAreValidated() {
        raw.ok("{create: 'things', validator: {a: {$gt: 0}}}");
        BsonDocument error = raw.writeError(121, "{insert: 'things', documents: [{_id: 1, a: 0}]}");
        assertThat(error).containsKey("errInfo");
        raw.ok("{insert: 'things', documents: [{_id: 1, a: 1}]}");
        raw.writeError(121, "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {a: -1}}}]}");
        raw.ok("{insert: 'things', documents: [{_id: 2, a: 0}], bypassDocumentValidation: true}");
        assertThat(raw.found("{find: 'things'}")).hasSize(2);
    }

    @Test
    void validationMayBeLooser() {
        raw.ok("{insert: 'things', documents: [{_id: 1, a: 0}]}");
        raw.ok("{collMod: 'things', validator: {a: {$gt: 0}}, validationLevel: 'moderate'}");
        raw.ok("{update: 'things', updates: [{q: {_id: 1}, u: {$set: {a: -1}}}]}");
        raw.writeError(121, "{insert: 'things', documents: [{_id: 2, a: 0}]}");
        raw.ok("{collMod: 'things', validationAction: 'warn'}");
        raw.ok("{insert: 'things', documents: [{_id: 2, a: 0}]}");
        raw.ok("{collMod: 'things', validationAction: 'error', validationLevel: 'strict'}");
        raw.writeError(121, "{update: 'things', updates: [{q: {_id: 1}, u: {$set: {a: -2}}}]}");
        raw.fails(2, "{collMod: 'things', validationLevel: 'xyz'}");
    }
}
