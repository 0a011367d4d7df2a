package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.polymongo.ErrorId;
import io.polymongo.it.Injected;
import io.polymongo.it.SentCommands.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transaction gives out is read within it, on its thread, or not at all. */
class JoinedResultsIT extends TransactionTest {

    private static final String ENDED = " was made in a transaction that has ended; read it to its end within the"
            + " transaction, for example with into(new ArrayList<>())";

    private MongoCollection<Document> many;

    @BeforeEach
    void fill() {
        many = polyMongo.database().getCollection("many");
        many.insertMany(
                IntStream.range(0, 10).mapToObj(id -> new Document("_id", id)).toList());
        sent.clear();
    }

    @Test
    void everyBatchIsReadInTheTransaction() {
        polyMongo.transaction(() -> {
            many.insertOne(new Document("_id", 10));
            assertThat(many.find().batchSize(2).into(new ArrayList<>())).hasSize(11);
            return null;
        });
        assertThat(sent.all()).filteredOn(where -> where.endsWith(".getMore")).hasSizeGreaterThan(3);
        assertThat(sent.documents())
                .allMatch(Sent::isInTransaction)
                .extracting(Sent::transaction)
                .hasSize(sent.all().size());
        assertThat(sent.documents())
                .extracting(Sent::transaction)
                .containsOnly(sent.documents().get(0).transaction());
    }

    @Test
    void everyWayOfReading() {
        polyMongo.transaction(() -> {
            MongoIterable<Integer> ids = many.find()
                    .sort(new Document("_id", 1))
                    .batchSize(2)
                    .limit(5)
                    .map(each -> each.getInteger("_id"))
                    .map(id -> id * 10);
            List<Integer> seen = new ArrayList<>();
            ids.forEach(seen::add);
            assertThat(seen).containsExactly(0, 10, 20, 30, 40);
            assertThat(ids.first()).isZero();
            assertThat(ids).containsExactly(0, 10, 20, 30, 40);
            assertThat(StreamSupport.stream(ids.spliterator(), false)
                            .mapToInt(id -> id)
                            .sum())
                    .isEqualTo(100);
            try (MongoCursor<Integer> cursor = ids.cursor()) {
                assertThat(cursor.tryNext()).isZero();
                assertThat(cursor.available()).isEqualTo(1);
                assertThat(cursor.getServerAddress()).isNotNull();
            }
            return null;
        });
        assertThat(sent.documents()).allMatch(Sent::isInTransaction);
    }

    @Test
    void cursorsThatAreOpenAreClosedBeforeTheCommit() {
        MongoCursor<Document> left = polyMongo.transaction(() -> {
            MongoCursor<Document> cursor = many.find().batchSize(2).iterator();
            cursor.next();
            return cursor;
        });
        assertThat(sent.all())
                .containsExactly(
                        databases.name("default") + ".find",
                        databases.name("default") + ".killCursors",
                        "admin.commitTransaction");
        assertFails("PMONGO-0506: a cursor" + ENDED, left::next);
        assertFails("PMONGO-0506: a cursor" + ENDED, left::hasNext);
        left.close();
    }

    @Test
    void nothingIsReadAfterTheEnd() {
        FindIterable<Document> find = polyMongo.transaction(() -> many.find());
        sent.clear();
        assertFails("PMONGO-0506: FindIterable.iterator" + ENDED, find::iterator);
        assertFails("PMONGO-0506: FindIterable.cursor" + ENDED, find::cursor);
        assertFails("PMONGO-0506: FindIterable.spliterator" + ENDED, find::spliterator);
        assertFails("PMONGO-0506: FindIterable.first" + ENDED, find::first);
        assertFails("PMONGO-0506: FindIterable.into" + ENDED, () -> find.into(new ArrayList<>()));
        assertFails("PMONGO-0506: FindIterable.forEach" + ENDED, () -> find.forEach(each -> {}));
        assertFails("PMONGO-0506: FindIterable.batchSize" + ENDED, () -> find.batchSize(1));
        assertFails("PMONGO-0506: FindIterable.map" + ENDED, () -> find.map(each -> each));
        assertThat(sent.all()).isEmpty();
        assertThat(find).isEqualTo(find).hasToString("FindIterable of a transaction");
    }

    @Test
    void norInTheNextAttemptOrAnother() {
        FindIterable<Document> find = polyMongo.transaction(() -> many.find());
        polyMongo.transaction(() -> {
            assertFails("PMONGO-0506: FindIterable.iterator" + ENDED, find::iterator);
            return null;
        });
    }

    @Test
    void norOnAnotherThread() {
        polyMongo.transaction(() -> {
            FindIterable<Document> find = many.find();
            MongoCursor<Document> cursor = find.iterator();
            String why = " belongs to the transaction that is open on the thread '"
                    + Thread.currentThread().getName()
                    + "', and was used on 'other'; use it on its own thread, and collect what others are to work on";
            assertFails("PMONGO-0507: FindIterable.iterator" + why, () -> onOther(find::iterator));
            assertFails("PMONGO-0507: a cursor" + why, () -> onOther(cursor::next));
            assertFails("PMONGO-0507: a cursor" + why, () -> onOther(cursor::close));
            assertThat(cursor.next()).isNotNull();
            return null;
        });
    }

    private static void onOther(ThrowingCallable call) throws Throwable {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try {
                call.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return null;
        });
        new Thread(task, "other").start();
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Test
    void aParallelStreamOfAnIterableIsRefused() {
        String text =
                "FindIterable.spliterator is read on one thread in a transaction, and a parallel stream splits it;"
                        + " use a sequential stream, or collect it first";
        polyMongo.transaction(() -> {
            List<Document> seen = new ArrayList<>();
            assertFails(
                    "PMONGO-0507: " + text,
                    () -> StreamSupport.stream(many.find().spliterator(), true).forEach(seen::add));
            assertThat(seen).isEmpty();
            return null;
        });
    }

    @Test
    void iterablesFromOutsideStayOutside() {
        FindIterable<Document> before = many.find();
        polyMongo.transaction(() -> {
            many.insertOne(new Document("_id", 10));
            assertThat(before).hasSize(10);
            assertThat(many.find()).hasSize(11);
            return null;
        });
    }

    @Test
    void anotherTenantInside() {
        MongoCollection<Document> own = Injected.tenantDatabase(polyMongo).getCollection("things");
        String text = "the transaction is for the tenant 'acme', and the call is for 'globex'; use @Database or"
                + " PolyMongo.database(name) where one transaction must reach both";
        polyMongo
                .tenants()
                .run(
                        "acme",
                        () -> polyMongo.transaction(() -> {
                            own.insertOne(new Document("_id", 1));
                            polyMongo.tenants().run("globex", () -> {
                                assertRefused(
                                        ErrorId.TRANSACTION_OTHER_TENANT, text, () -> own.insertOne(new Document()));
                                assertRefused(ErrorId.TRANSACTION_OTHER_TENANT, text, own::find);
                                assertRefused(
                                        ErrorId.TRANSACTION_OTHER_TENANT,
                                        text,
                                        () -> polyMongo.tenantBucket("fs").find());
                                polyMongo
                                        .database(databases.name("tenant_globex"))
                                        .getCollection("things")
                                        .insertOne(new Document());
                            });
                            return null;
                        }));
        assertThat(raw("tenant_acme", "things")).hasSize(1);
        assertThat(raw("tenant_globex", "things")).hasSize(1);
    }

    @Test
    void theFirstTenantOfATransactionThatBeganWithoutOneStays() {
        MongoCollection<Document> own = Injected.tenantDatabase(polyMongo).getCollection("things");
        polyMongo.transaction(() -> {
            many.find().first();
            polyMongo.tenants().run("globex", () -> own.insertOne(new Document()));
            polyMongo
                    .tenants()
                    .run(
                            "acme",
                            () -> assertThatThrownBy(() -> own.insertOne(new Document()))
                                    .hasMessageStartingWith("PMONGO-0508: the transaction is for the tenant 'globex'"));
            return null;
        });
        assertThat(raw("tenant_globex", "things")).hasSize(1);
        assertThat(raw("tenant_acme", "things")).isEmpty();
    }

    private static void assertFails(String text, ThrowingCallable call) {
        assertThatThrownBy(call).hasMessage(text);
    }
}
