package io.polymongo.it.pool;

import io.polymongo.PolyMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.bson.Document;

/** A call that is in progress until the test lets it go on; it then reads what is in {@code things}. */
final class HeldCall implements AutoCloseable {

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<List<Document>> result;

    private HeldCall(PolyMongo polyMongo, String database) {
        CountDownLatch begun = new CountDownLatch(1);
        result = CompletableFuture.supplyAsync(
                () -> polyMongo.withClient(database, client -> {
                    begun.countDown();
                    await(goOn);
                    return client.getDatabase(database)
                            .getCollection("things")
                            .find()
                            .into(new ArrayList<>());
                }),
                work -> new Thread(work, "held").start());
        await(begun);
    }

    /** Begins one; returns when it is in progress. */
    static HeldCall in(PolyMongo polyMongo, String database) {
        return new HeldCall(polyMongo, database);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets it go on, and answers what it read. */
    List<Document> end() {
        goOn.countDown();
        return result.join();
    }

    @Override
    public void close() {
        goOn.countDown();
    }
}
