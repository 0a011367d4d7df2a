package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.TransactionException;
import io.polymongo.TxType;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers of the fork-join pool that a transaction's own thread waits for would write outside of it: they are refused. */
class ForkJoinIT extends TransactionTest {

    private static final String REFUSED =
            "PMONGO-0507: the database is used on the fork-join worker '[^']+' while the transaction on '[^']+' runs a"
                    + " parallel stream or task there, and would run outside of it; use a sequential stream in transactions";

    @Test
    void aParallelStream() {
        CountDownLatch worker = new CountDownLatch(1);
        Thread owner = Thread.currentThread();
        assertThatThrownBy(() -> polyMongo.transaction(() -> {
                    try {
                        IntStream.range(2, 66).parallel().forEach(id -> {
                            // Else the owner could do all of it by itself, which is as good.
                            await(Thread.currentThread() == owner ? worker : new CountDownLatch(0));
                            worker.countDown();
                            things.insertOne(new Document("_id", id));
                        });
                    } finally {
                        // What fails does not stop the other workers, and after the end nobody would refuse them.
                        ForkJoinPool.commonPool().awaitQuiescence(30, TimeUnit.SECONDS);
                    }
                    return null;
                }))
                .isInstanceOf(TransactionException.class)
                .satisfies(thrown -> assertThat(rootOf(thrown).getMessage()).matches(REFUSED));
        assertThat(raw("default", "things")).containsExactly(new Document("_id", 1));
    }

    private static Throwable rootOf(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }

    private final ForkJoinPool workers = new ForkJoinPool(2);

    @AfterEach
    void shutDown() {
        workers.shutdownNow();
    }

    @Test
    void workersThatComeAfterTheOwnerHasLeftAreStillRefused() {
        CountDownLatch refused = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        polyMongo.transaction(() -> {
            CompletableFuture<Void> first = CompletableFuture.runAsync(
                    () -> {
                        awaitWaiting(Thread.currentThread());
                        assertThatThrownBy(() -> things.insertOne(new Document("_id", 2)))
                                .hasMessageMatching(REFUSED);
                        refused.countDown();
                    },
                    workers);
            CompletableFuture<Void> late = CompletableFuture.runAsync(
                    () -> {
                        await(left);
                        assertThatThrownBy(() -> things.insertOne(new Document("_id", 3)))
                                .hasMessageMatching(REFUSED);
                    },
                    workers);
            first.join();
            await(refused);
            left.countDown();
            // Not in the framework: nothing but what was seen before tells of the worker's task.
            while (!late.isDone()) {
                Thread.onSpinWait();
            }
            late.join();
            return null;
        });
        assertThat(raw("default", "things")).hasSize(1);
    }

    /** Until the transaction's thread waits for the worker in the fork-join framework. */
    private static void awaitWaiting(Thread worker) {
        awaitWaiting(worker, "managedBlock");
    }

    private static void awaitWaiting(Thread worker, String method) {
        while (Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey() != worker)
                .noneMatch(each -> List.of(each.getValue()).stream()
                                .anyMatch(frame -> frame.getClassName().equals(ForkJoinIT.class.getName()))
                        && List.of(each.getValue()).stream()
                                .anyMatch(frame -> frame.getMethodName().equals(method)))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aFutureOnAWorkerThatIsWaitedFor() {
        polyMongo.transaction(() -> {
            CompletableFuture<Void> future = CompletableFuture.runAsync(
                    () -> {
                        awaitWaiting(Thread.currentThread());
                        things.insertOne(new Document("_id", 2));
                    },
                    workers);
            assertThatThrownBy(future::join).cause().hasMessageMatching(REFUSED);
            return null;
        });
        assertThat(raw("default", "things")).hasSize(1);
    }

    @Test
    void aTransactionOfItsOwnOnAWorkerIsItsOwnMatter() {
        polyMongo.transaction(() -> {
            CompletableFuture.runAsync(
                            () -> {
                                awaitWaiting(Thread.currentThread());
                                in(TxType.REQUIRES_NEW, () -> things.insertOne(new Document("_id", 2)));
                            },
                            workers)
                    .join();
            assertThatThrownBy(() -> CompletableFuture.runAsync(
                                    () -> {
                                        awaitWaiting(Thread.currentThread());
                                        in(TxType.REQUIRED, () -> things.insertOne(new Document("_id", 3)));
                                    },
                                    workers)
                            .join())
                    .cause()
                    .hasMessageMatching(REFUSED);
            return null;
        });
        assertThat(raw("default", "things")).hasSize(2);
    }

    /** As the documentation says: nothing tells that it works for a transaction. */
    @Test
    void aWorkerThatIsWaitedForByOtherMeansIsNotSeen() {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        polyMongo.transaction(() -> {
            workers.execute(() -> {
                await(left);
                things.insertOne(new Document("_id", 2));
                done.countDown();
            });
            left.countDown();
            await(done);
            polyMongo.setRollbackOnly();
            return null;
        });
        assertThat(raw("default", "things")).hasSize(2);
    }

    /** Queues wait by way of the framework, too, and that is no work of theirs. */
    @Test
    void aTransactionThatWaitsForAQueueHasNoWorkers() throws Exception {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        Future<?> stranger = workers.submit(() -> {
            awaitWaiting(Thread.currentThread(), "take");
            try {
                things.insertOne(new Document("_id", 2));
            } finally {
                queue.add("done");
            }
        });
        assertThat(polyMongo.transaction(() -> {
                    things.countDocuments();
                    return queue.take();
                }))
                .isEqualTo("done");
        stranger.get(30, TimeUnit.SECONDS);
        assertThat(raw("default", "things")).hasSize(2);
    }

    @Test
    void norOneThatGoesOnAfterTheEnd() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Future<?> late = polyMongo.transaction(() -> {
            Future<?> submitted = workers.submit(() -> {
                await(ended);
                things.insertOne(new Document("_id", 2));
            });
            polyMongo.setRollbackOnly();
            return submitted;
        });
        ended.countDown();
        late.get(30, TimeUnit.SECONDS);
        assertThat(raw("default", "things")).hasSize(2);
    }

    @Test
    void transactionsOnWorkersAreNobodysMatterButTheirOwn() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<? extends Future<?>> all = IntStream.of(2, 3)
                .mapToObj(id -> workers.submit(() -> polyMongo.transaction(() -> {
                    both.await(30, TimeUnit.SECONDS);
                    things.insertOne(new Document("_id", id));
                    both.await(30, TimeUnit.SECONDS);
                    return null;
                })))
                .toList();
        for (Future<?> each : all) {
            each.get(60, TimeUnit.SECONDS);
        }
        assertThat(raw("default", "things")).hasSize(3);
    }

    @Test
    void aParallelStreamOfTransactions() {
        CyclicBarrier both = new CyclicBarrier(2);
        IntStream.range(2, 4)
                .parallel()
                .forEach(id -> polyMongo.transaction(() -> {
                    meet(both);
                    things.insertOne(new Document("_id", id));
                    meet(both);
                    return null;
                }));
        assertThat(raw("default", "things")).hasSize(3);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
