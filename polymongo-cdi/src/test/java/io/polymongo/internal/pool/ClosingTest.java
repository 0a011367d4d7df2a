package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PolyMongoException;
import io.polymongo.PoolDefinition;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom while pools close; without a server. */
@Timeout(180)
class ClosingTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Runnable> duringClose = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong time = new AtomicLong();

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static PolyMongoConfigBuilder config() {
        return PolyMongoConfig.builder()
                .closeTimeout(LONG)
                .pool("other", PoolDefinition.builder().build());
    }

    /** Pools by the test's own clock, whose clients do nothing but close. */
    private PoolRegistry pools(PolyMongoConfig config) {
        return TestPools.of(config, settings -> client(), time::get);
    }

    private MongoClient client() {
        return (MongoClient) Proxy.newProxyInstance(
                MongoClient.class.getClassLoader(), new Class<?>[] {MongoClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        duringClose.forEach(Runnable::run);
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Returns when a thread waits for something, or has ended. */
    private static void awaitPause(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING
                && thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsInProgressOnADatabaseThatMovedAwayIsWaitedFor() throws Exception {
        try (PoolRegistry pools = pools(config().build())) {
            PooledDatabase leased = pools.addressOf("a").lease();
            Thread assigning = start(() -> pools.assign(pools.require("other"), Set.of("a")));
            awaitPause(assigning);
            time.addAndGet(LONG.toNanos());
            assigning.join();

            AtomicReference<Boolean> endedAtClose = new AtomicReference<>();
            duringClose.add(
                    () -> endedAtClose.compareAndSet(null, leased.leases().count() == 0));
            Thread closing = start(() -> pools.shared().close(pools.deadline(LONG)));
            awaitPause(closing);
            leased.giveBack();
            closing.join();
            assertThat(endedAtClose.get()).isTrue();
        }
    }

    @Test
    void whatIsCutOffOnADatabaseThatMovedAwayIsToldSo() throws Exception {
        try (PoolRegistry pools = pools(config().build())) {
            PooledDatabase leased = pools.addressOf("a").lease();
            Thread assigning = start(() -> pools.assign(pools.require("other"), Set.of("a")));
            awaitPause(assigning);
            pools.shared().close(pools.deadline(Duration.ZERO));
            assertThat(leased.isEnded()).isTrue();
            assertThat(leased.toldOf(new IllegalStateException("state should be: open")))
                    .asInstanceOf(type(NotConnectedException.class))
                    .returns(ErrorId.WORK_CUT_OFF, PolyMongoException::id);
            leased.giveBack();
            assigning.join();
        }
    }

    @Test
    void aDropThatGivesUpDoesNotLetNewWorkIntoADatabaseThatMovedAwayMeanwhile() throws Exception {
        PolyMongoConfig config = config().build();
        try (PoolRegistry pools = pools(config)) {
            DatabaseAddress address = pools.addressOf("a");
            PooledDatabase leased = address.lease();
            DatabaseLife databases = new DatabaseLife(pools, new DatabaseNames(config), what -> {}, time::get);
            AtomicReference<Throwable> refusal = new AtomicReference<>();
            Thread dropping = start(() -> {
                try {
                    databases.drop("a");
                } catch (RuntimeException e) {
                    refusal.set(e);
                }
            });
            awaitPause(dropping);
            Thread assigning = start(() -> pools.assign(pools.require("other"), Set.of("a")));
            awaitPause(assigning);
            time.addAndGet(LONG.toNanos());
            dropping.join();
            assigning.join();
            assertThat(refusal.get())
                    .asInstanceOf(type(PolyMongoException.class))
                    .returns(ErrorId.DATABASE_IN_USE, PolyMongoException::id);

            PooledDatabase moved = address.lease();
            assertThat(moved.pool().name()).isEqualTo("other");
            moved.giveBack();
            leased.giveBack();
        }
    }

    @Test
    void aSecondDropIsRefusedWhileOneIsUnderWay() throws Exception {
        PolyMongoConfig config = config().build();
        try (PoolRegistry pools = pools(config)) {
            DatabaseAddress address = pools.addressOf("a");
            PooledDatabase leased = address.lease();
            DatabaseLife databases = new DatabaseLife(pools, new DatabaseNames(config), what -> {}, time::get);
            Thread dropping =
                    start(() -> assertThatThrownBy(() -> databases.drop("a")).isInstanceOf(PolyMongoException.class));
            awaitPause(dropping);
            assertThatThrownBy(() -> databases.drop("a"))
                    .asInstanceOf(type(PolyMongoException.class))
                    .returns(ErrorId.DATABASE_DROPPING, PolyMongoException::id);
            assertThatThrownBy(address::lease)
                    .asInstanceOf(type(NotConnectedException.class))
                    .returns(ErrorId.DATABASE_DROPPING, PolyMongoException::id);
            time.addAndGet(LONG.toNanos());
            dropping.join();
            address.lease().giveBack();
            leased.giveBack();
        }
    }

    @Test
    void whoClosesASecondTimeWaitsForTheFirst() throws Exception {
        PoolRegistry pools = pools(config().build());
        PooledDatabase leased = pools.addressOf("a").lease();
        CountDownLatch closed = new CountDownLatch(1);
        duringClose.add(closed::countDown);
        Thread first = start(pools::close);
        awaitPause(first);
        AtomicReference<Long> seenBySecond = new AtomicReference<>();
        Thread second = start(() -> {
            pools.close();
            seenBySecond.set(closed.getCount());
        });
        awaitPause(second);
        leased.giveBack();
        first.join();
        second.join();
        assertThat(seenBySecond.get()).isZero();
        pools.close();
    }

    @Test
    void connectIsRefusedUntilTheLastOfThoseWhoDisconnectHasEnded() throws Exception {
        try (PoolRegistry pools = pools(config().build())) {
            PooledDatabase leased = pools.addressOf("a").lease();
            Thread first = start(() -> pools.disconnect(LONG));
            awaitPause(first);
            Thread second = start(() -> pools.disconnect(LONG));
            awaitPause(second);
            assertThatThrownBy(pools::connect)
                    .asInstanceOf(type(NotConnectedException.class))
                    .returns(ErrorId.DISCONNECTED, PolyMongoException::id);
            assertThatThrownBy(() -> pools.addressOf("b").lease())
                    .asInstanceOf(type(NotConnectedException.class))
                    .returns(ErrorId.DISCONNECTED, PolyMongoException::id);
            leased.giveBack();
            first.join();
            second.join();
            assertThatThrownBy(pools::connect).isInstanceOf(UnsupportedOperationException.class);
            pools.addressOf("b").lease().giveBack();
        }
    }

    @Test
    void whoIsInterruptedWaitsNoLongerAndClosesAllTheSame() throws Exception {
        try (PoolRegistry pools = pools(config().build())) {
            PooledDatabase leased = pools.addressOf("a").lease();
            PooledDatabase elsewhere = pools.addressOf("b", "other").lease();
            CountDownLatch closed = new CountDownLatch(2);
            duringClose.add(closed::countDown);
            AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
            Thread closing = start(() -> {
                pools.disconnect(LONG);
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
            awaitPause(closing);
            closing.interrupt();
            closing.join();
            closed.await();
            assertThat(stillInterrupted.get()).isTrue();
            assertThat(leased.isEnded()).isTrue();
            assertThat(elsewhere.isEnded()).isTrue();
            leased.giveBack();
            elsewhere.giveBack();
        }
    }

    @Test
    void aPoolThatIsBeingClosedRefusesNewWorkAndThenOpensAgain() throws Exception {
        try (PoolRegistry pools = pools(config().build())) {
            DatabaseAddress address = pools.addressOf("b", "other");
            PooledDatabase leased = address.lease();
            Pool other = pools.require("other");
            Thread closing = start(() -> other.close(pools.deadline(LONG)));
            awaitPause(closing);
            assertThatThrownBy(address::lease)
                    .asInstanceOf(type(NotConnectedException.class))
                    .returns(ErrorId.POOL_CLOSING, PolyMongoException::id);
            // Defined anew meanwhile: nothing connects before the former has gone.
            pools.define("other", PoolDefinition.builder().maxSize(3).build());
            leased.giveBack();
            closing.join();
            PooledDatabase again = address.lease();
            assertThat(again.openClient().signs().limits().getMaxSize()).isEqualTo(3);
            again.giveBack();
        }
    }

    @Test
    void serversThatDoNotAnswerHoldUpTogetherAndNotOneAfterTheOther() {
        CountDownLatch never = new CountDownLatch(1);
        PoolRegistry pools = pools(config().build());
        // Each would have its grace of some seconds: one after the other, that is beyond this test's limit.
        for (int i = 0; i < 60; i++) {
            pools.define("silent" + i, PoolDefinition.builder().build());
            pools.addressOf("x", "silent" + i).lease().giveBack();
        }
        duringClose.add(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        pools.disconnect(Duration.ZERO);
        never.countDown();
        pools.close();
    }
}
