package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with one statement of a write is told in its place, and the statements before it have been run. */
@OnServer
class StatementErrorsIT {

    private static final String GOOD = "{q: {_id: 1}, u: {$inc: {n: 1}}}";
    private static final String BAD = "{q: {_id: 1}, u: {$xyz: {n: 1}}}";

    private Raw raw;
    private MongoCollection<Document> things;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        things = databases.raw().getDatabase(databases.name("a")).getCollection("things");
        raw.ok("{insert: 'things', documents: [{_id: 1, n: 0}, {_id: 2, n: 0}]}");
    }

    @AfterEach
    void stop() {
        raw.close();
    }

    @Test
    void anOrderedBatchStopsAtTheStatement() {
        BsonDocument reply = raw.run("{update: 'things', updates: [%s, %s, %s]}", GOOD, BAD, GOOD);
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isOne();
        assertThat(reply.getNumber("n").intValue()).isOne();
        assertThat(errorsOf(reply)).containsExactly(List.of(1, 9));
        assertThat(n(1)).isOne();
    }

    @Test
    void anUnorderedOneGoesOn() {
        BsonDocument reply = raw.run("{update: 'things', updates: [%s, %s, %s], ordered: false}", BAD, GOOD, BAD);
        assertThat(reply.getNumber("nModified").intValue()).as(reply.toJson()).isOne();
        assertThat(errorsOf(reply)).containsExactly(List.of(0, 9), List.of(2, 9));
        assertThat(n(1)).isOne();
    }

    @Test
    void deletesToo() {
        BsonDocument reply = raw.run(
                "{delete: 'things', deletes: [{q: {_id: 1}, limit: 1}, {q: {n: {$xyz: 1}}, limit: 1}, {q: {}, limit:"
                        + " 0}]}");
        assertThat(reply.getNumber("n").intValue()).as(reply.toJson()).isOne();
        assertThat(errorsOf(reply)).containsExactly(List.of(1, 2));
        assertThat(things.countDocuments()).isOne();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2  | {q: {n: {$xyz: 1}}, u: {$set: {n: 1}}}",
                "2  | {q: {$xyz: 1}, u: {$set: {n: 1}}}",
                "9  | {q: {}, u: {$set: 1}}",
                "56 | {q: {}, u: {$set: {'a..b': 1}}}",
                "40 | {q: {}, u: {$set: {a: 1, 'a.b': 1}}}",
                "14 | {q: {}, u: {$inc: {n: 'x'}}}",
                "52 | {q: {}, u: {a: 1, $set: {n: 1}}}",
                "9  | {q: {}, u: {n: 1}, multi: true}",
                "9  | {q: {}, u: {$set: {'a.$[x]': 1}}, arrayFilters: [{x: 1}, {x: 2}]}",
                "2  | {q: {}, u: {$set: {'a.$[x]': 1}}}",
                "2  | {q: {}, u: {$set: {n: 1}}, hint: 'no_such_index'}",
                "72 | {q: {}, u: [{$limit: 1}]}",
            })
    void whateverIsWrongInside(int code, String statement) {
        BsonDocument reply = raw.run("{update: 'things', updates: [%s, %s, %s]}", GOOD, statement, GOOD);
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isOne();
        assertThat(errorsOf(reply)).as(reply.toJson()).containsExactly(List.of(1, code));
        assertThat(n(1)).isOne();
    }

    /** What the shape of a command forbids ends it before anything is run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "40415 | {q: {}, u: {}, xyz: 1}",
                "40414 | {u: {}}",
                "14    | {q: 1, u: {}}",
                "9     | {q: {}, u: 1}",
                "14    | {q: {}, u: [1]}",
                "14    | {q: {}, u: {$set: {n: 1}}, multi: 1}",
                "14    | {q: {}, u: {$set: {n: 1}}, arrayFilters: [1]}",
                "9     | {q: {}, u: {$set: {n: 1}}, hint: 1}",
            })
    void whatIsNoStatementAtAll(int code, String statement) {
        raw.fails(code, "{update: 'things', updates: [%s, %s]}", GOOD, statement);
        assertThat(n(1)).isZero();
    }

    @Test
    void aDeleteThatIsNoneAtAll() {
        raw.fails(9, "{delete: 'things', deletes: [{q: {}, limit: 1}, {q: {}, limit: 2}]}");
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void itAbortsATransaction() {
        String session = raw.session();
        raw.ok("{update: 'things', updates: [%s], %s}", GOOD, Raw.begin(session, 1));
        BsonDocument reply =
                raw.run("{update: 'things', updates: [%s, %s], ordered: false, %s}", BAD, GOOD, Raw.in(session, 1));
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isOne();
        assertThat(errorsOf(reply)).containsExactly(List.of(0, 9));
        assertThat(Raw.labels(raw.fails(251, "{find: 'things', %s}", Raw.in(session, 1))))
                .containsExactly("TransientTransactionError");
        assertThat(n(1)).isZero();
    }

    @Test
    void whatWasRunIsNotRunAgain() {
        String session = raw.session();
        String command = "{update: 'things', updates: [%s, %s], %s, txnNumber: NumberLong(1)}";
        for (int i = 0; i < 2; i++) {
            BsonDocument reply = raw.run(command, GOOD, BAD, session);
            assertThat(reply.getNumber("n").intValue()).as(reply.toJson()).isOne();
            assertThat(errorsOf(reply)).containsExactly(List.of(1, 9));
        }
        assertThat(n(1)).isOne();
    }

    @Test
    void anUpsertHasMadeItsCollectionByThen() {
        raw.writeError(9, "{update: 'others', updates: [{q: {}, u: {$xyz: {n: 1}}}]}");
        assertThat(raw.found("{listCollections: 1, filter: {name: 'others'}}")).isEmpty();
        raw.writeError(9, "{update: 'others', updates: [{q: {}, u: {$xyz: {n: 1}}, upsert: true}]}");
        assertThat(raw.found("{listCollections: 1, filter: {name: 'others'}}")).hasSize(1);
    }

    @Test
    void theDriverTellsWhichOne() {
        assertThatThrownBy(() -> things.bulkWrite(List.of(
                        new UpdateOneModel<>(Filters.eq(1), Updates.inc("n", 1)),
                        new UpdateOneModel<>(Filters.eq("n", new Document("$xyz", 1)), Updates.inc("n", 1)),
                        new UpdateOneModel<>(Filters.eq(2), Updates.inc("n", 1)))))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, error -> {
                    assertThat(error.getWriteErrors()).hasSize(1);
                    assertThat(error.getWriteErrors().get(0).getIndex()).isOne();
                    assertThat(error.getWriteErrors().get(0).getCode()).isEqualTo(2);
                    assertThat(error.getWriteResult().getModifiedCount()).isOne();
                });
        assertThat(n(1)).isOne();
        assertThat(n(2)).isZero();
    }

    private int n(int id) {
        Document found = things.find(Filters.eq(id)).first();
        return found == null ? -1 : found.getInteger("n");
    }

    /** Index and code of each. */
    private static List<List<Integer>> errorsOf(BsonDocument reply) {
        return reply.getArray("writeErrors").stream()
                .map(BsonValue::asDocument)
                .map(error -> List.of(
                        error.getNumber("index").intValue(),
                        error.getNumber("code").intValue()))
                .toList();
    }
}
