package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Transactions on virtual threads, begun by reflection: the tests are compiled for a JDK without them. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadIT extends TransactionTest {

    private static final int THREADS = 40;

    private static FutureTask<Void> start(Work work) throws Exception {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        return task;
    }

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void eachHasATransactionOfItsOwn() throws Exception {
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int id = 100 + i;
            all.add(start(() -> polyMongo.transaction(() -> {
                things.insertOne(new Document("_id", id));
                assertThat(things.countDocuments(new Document("_id", id))).isOne();
                if (id % 2 == 0) {
                    polyMongo.setRollbackOnly();
                }
                return null;
            })));
        }
        for (FutureTask<Void> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(raw("default", "things")).hasSize(1 + THREADS / 2);
    }

    @Test
    void whatOneGaveOutIsNotForAnother() throws Exception {
        polyMongo.transaction(() -> {
            MongoCursor<Document> cursor = things.find().iterator();
            FutureTask<Void> other = start(cursor::next);
            assertThatThrownBy(() -> other.get(30, TimeUnit.SECONDS))
                    .cause()
                    .hasMessageStartingWith(
                            "PMONGO-0507: a cursor belongs to the transaction that is open on the thread");
            return null;
        });
    }
}
