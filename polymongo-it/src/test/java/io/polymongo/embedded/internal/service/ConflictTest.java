package io.polymongo.embedded.internal.service;

import static io.polymongo.embedded.internal.service.Harness.delete;
import static io.polymongo.embedded.internal.service.Harness.doc;
import static io.polymongo.embedded.internal.service.Harness.insert;
import static io.polymongo.embedded.internal.service.Harness.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.service.Harness.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ConflictTest {

    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Harness server = new Harness();
    private final Client client = server.client();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void data() {
        server.run(insert("c", doc("_id", 1).append("n", 0)));
    }

    @AfterEach
    void close() throws InterruptedException {
        server.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    }

    /** A command on another thread, once it waits. */
    private CompletableFuture<Document> waiting(Document command) {
        CompletableFuture<Document> result = new CompletableFuture<>();
        AtomicReference<Thread> waiter = new AtomicReference<>();
        threads.execute(() -> {
            waiter.set(Thread.currentThread());
            try {
                result.complete(server.run(command));
            } catch (CommandError e) {
                result.completeExceptionally(e);
            }
        });
        await().until(() ->
                waiter.get() != null && WAITING.contains(waiter.get().getState()));
        await().during(Duration.ofMillis(300)).until(() -> !result.isDone());
        return result;
    }

    private void hold() {
        client.begin();
        client.run(update("c", doc("_id", 1), doc("$inc", doc("n", 10))));
    }

    @Test
    void aWriterOutsideWaitsForTheCommitAndSeesIt() {
        hold();
        CompletableFuture<Document> waiting = waiting(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        client.commit();
        assertThat(waiting.join()).containsEntry("nModified", 1);
        assertThat(server.all("c").get(0)).containsEntry("n", 11);
    }

    @Test
    void aWriterOutsideWaitsForTheAbort() {
        hold();
        CompletableFuture<Document> waiting = waiting(delete("c", doc("n", 0), 1));
        client.abort();
        assertThat(waiting.join()).containsEntry("n", 1);
    }

    @Test
    void whatMatchedNoLongerIsLeftAlone() {
        hold();
        CompletableFuture<Document> waiting = waiting(delete("c", doc("n", 0), 0));
        client.commit();
        assertThat(waiting.join()).containsEntry("n", 0);
    }

    @Test
    void aWaiterGivesUpAtItsTimeLimit() {
        hold();
        CompletableFuture<Document> waiting =
                waiting(update("c", doc("_id", 1), doc("$inc", doc("n", 1))).append("maxTimeMS", 50));
        server.pass(Duration.ofMillis(50));
        assertThat(waiting)
                .failsWithin(Duration.ofMinutes(2))
                .withThrowableThat()
                .withCauseInstanceOf(CommandError.class);
        assertThat(waiting.handle((reply, error) -> ((CommandError) error).code())
                        .join())
                .isEqualTo(50);
        client.commit();
    }

    @Test
    void aWaiterOutlivesATransactionThatIsTooOld() {
        hold();
        CompletableFuture<Document> waiting = waiting(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        server.pass(Duration.ofSeconds(60));
        assertThat(waiting.join()).containsEntry("nModified", 1);
        assertThat(server.all("c").get(0)).containsEntry("n", 1);
    }

    @Test
    void anInsertOfAKeyThatIsHeldWaits() {
        client.begin();
        client.run(insert("c", doc("_id", 2)));
        CompletableFuture<Document> waiting = waiting(insert("c", doc("_id", 2L)));
        client.commit();
        assertThat(waiting.join()).containsKey("writeErrors");
    }

    @Test
    void aDropWaitsForTransactionsThatUseTheCollection() {
        hold();
        CompletableFuture<Document> waiting = waiting(doc("drop", "c"));
        client.commit();
        assertThat(waiting.join()).containsEntry("ns", "shop.c");
        assertThat(server.service.exists("shop", "c")).isFalse();
    }

    @Test
    void closingEndsTheWaiters() {
        hold();
        CompletableFuture<Document> waiting = waiting(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        server.close();
        assertThat(waiting.handle((reply, error) -> ((CommandError) error).code())
                        .join())
                .isEqualTo(11600);
    }

    @Test
    void aStepDownEndsTheWaiters() {
        hold();
        CompletableFuture<Document> waiting = waiting(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
        server.service.abortAllTransactions();
        assertThat(waiting.handle((reply, error) -> ((CommandError) error).code())
                        .join())
                .isEqualTo(11602);
        assertThat(server.all("c").get(0)).containsEntry("n", 0);
    }

    @Test
    void ofManyTransactionsOnOneDocumentNoneIsLost() throws Exception {
        int writers = 4;
        int rounds = 50;
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Future<Integer>> results = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            results.add(threads.submit(() -> {
                Client own = server.client();
                start.await();
                int committed = 0;
                for (int round = 0; round < rounds; round++) {
                    own.begin();
                    try {
                        own.run(update("c", doc("_id", 1), doc("$inc", doc("n", 1))));
                        own.commit();
                        committed++;
                    } catch (CommandError e) {
                        assertThat(e.code()).isEqualTo(112);
                    }
                }
                return committed;
            }));
        }
        int committed = 0;
        for (Future<Integer> result : results) {
            committed += result.get();
        }
        assertThat(server.all("c").get(0)).containsEntry("n", committed);
        assertThat(server.service.versions()).isEqualTo(1);
    }
}
