package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import io.polymongo.BudgetException;
import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.NotConnectedException;
import io.polymongo.internal.log.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartUpTest {

    private static final MongoTimeoutException AWAY = new MongoTimeoutException("secret");
    private static final MongoCommandException REFUSED =
            new MongoCommandException(BsonDocument.parse("{ok: 0, code: 18}"), new ServerAddress());
    private static final List<Duration> FIVE = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(25));

    private final List<FakeScheduler> schedulers = new ArrayList<>();
    private final StartUp startUp = new StartUp(
            threads -> {
                FakeScheduler scheduler = new FakeScheduler(threads);
                schedulers.add(scheduler);
                return scheduler;
            },
            Log.ofRuntime());
    private final LoggedLines log = new LoggedLines("io.polymongo");

    @AfterEach
    void nothingGoesOn() {
        startUp.close();
        log.close();
        assertThat(schedulers).allMatch(ScheduledThreadPoolExecutor::isShutdown);
    }

    private FakeScheduler scheduler() {
        assertThat(schedulers).hasSize(1);
        return schedulers.get(0);
    }

    /** A pool whose attempts end one after the other as told; null is success. */
    private static StartCandidate pool(String name, @Nullable RuntimeException... outcomes) {
        Deque<Runnable> left = new ArrayDeque<>();
        Arrays.stream(outcomes)
                .forEach(outcome -> left.add(() -> {
                    if (outcome != null) {
                        throw outcome;
                    }
                }));
        return new StartCandidate(
                name, "polymongo.pools." + name + ".uri", () -> left.remove().run(), () -> null, () -> null);
    }

    @Test
    void withoutPoolsThereIsNoThread() {
        startUp.run(List.of());
        assertThat(schedulers).isEmpty();
    }

    @Test
    void oneThatConnectsLeavesNoThread() {
        startUp.run(List.of(pool("eu", (RuntimeException) null)));
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void allAreTriedAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(3);
        Runnable attempt = () -> {
            try {
                together.await(2, TimeUnit.MINUTES);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        startUp.run(List.of(
                new StartCandidate("a", "k", attempt, () -> null, () -> null),
                new StartCandidate("b", "k", attempt, () -> null, () -> null),
                new StartCandidate("c", "k", attempt, () -> null, () -> null)));
    }

    @Test
    void everyFatalOneIsToldAndNoOtherIsTriedAgain() {
        assertThatThrownBy(() -> startUp.run(List.of(
                        pool("eu", REFUSED), pool("us", AWAY), pool("asia", new IllegalArgumentException("secret")))))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.id()).isEqualTo(ErrorId.START_REFUSED);
                    assertThat(e)
                            .hasMessage("PMONGO-0107: 2 problems:\n"
                                    + "  - the pool 'eu' cannot connect: the server refuses to log it in; correct user,"
                                    + " password, authSource or authMechanism in polymongo.pools.eu.uri\n"
                                    + "  - the pool 'asia' cannot connect: no client can be made of"
                                    + " polymongo.pools.asia.uri, or of what its DNS records or a MongoClientCustomizer"
                                    + " add; the cause says why")
                            .hasCause(REFUSED);
                    assertThat(e.getSuppressed()).singleElement().isInstanceOf(IllegalArgumentException.class);
                });
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(scheduler().delays()).isEmpty();
    }

    @Test
    void anErrorOfOursIsThrownAsItIs() {
        BudgetException own = new BudgetException(ErrorId.BUDGET_POOLS, "what, value, remedy");
        assertThatThrownBy(() -> startUp.run(List.of(pool("eu", own)))).isSameAs(own);
    }

    @Test
    void errorsOfOursAmongOthersKeepTheirWords() {
        ConfigurationException directory =
                new ConfigurationException(ErrorId.START_REFUSED, List.of("the tenants may not be read"));
        BudgetException budget = new BudgetException(ErrorId.BUDGET_POOLS, "what, value, remedy");
        assertThatThrownBy(() -> startUp.run(List.of(pool("eu", directory), pool("us", budget))))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly("the tenants may not be read", "PMONGO-0216: what, value, remedy"));
    }

    @Test
    void fiveMoreAttemptsThenNone() {
        startUp.run(List.of(pool("eu", AWAY, AWAY, AWAY, AWAY, AWAY, AWAY)));
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(scheduler().delays()).isEqualTo(FIVE.subList(0, attempt));
            assertThat(scheduler().isShutdown()).isFalse();
            assertThat(scheduler().pass()).isTrue();
        }
        assertThat(scheduler().delays()).isEqualTo(FIVE);
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines())
                .containsExactly(
                        "WARNING [eu] no server yet (MongoTimeoutException); five more attempts follow, after 5, 10, 15,"
                                + " 20 and 25 s",
                        "WARNING [eu] still no server (MongoTimeoutException); no further attempts, the next use tries"
                                + " again");
    }

    @Test
    void theFirstSuccessEndsThem() {
        startUp.run(List.of(pool("eu", AWAY, AWAY, null)));
        scheduler().pass();
        scheduler().pass();
        assertThat(scheduler().delays()).isEqualTo(FIVE.subList(0, 2));
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines()).hasSize(2).last().isEqualTo("INFO [eu] connected");
    }

    @Test
    void whatNoWaitingHealsEndsThem() {
        startUp.run(List.of(pool("eu", AWAY, REFUSED)));
        scheduler().pass();
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines())
                .hasSize(2)
                .last()
                .isEqualTo("SEVERE [eu] the pool 'eu' cannot connect: the server refuses to log it in; correct user,"
                        + " password, authSource or authMechanism in polymongo.pools.eu.uri");
    }

    @Test
    void whoDisconnectsIsNotContradicted() {
        NotConnectedException disconnected = new NotConnectedException(ErrorId.DISCONNECTED, "x");
        startUp.run(List.of(pool("eu", AWAY, disconnected)));
        scheduler().pass();
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void onePoolsAttemptsAreStoppedAndTheOthersGoOn() {
        startUp.run(List.of(pool("eu", AWAY), pool("us", AWAY, null)));
        startUp.stop("eu");
        startUp.stop("eu");
        startUp.stop("asia");
        assertThat(scheduler().isShutdown()).isFalse();
        scheduler().pass();
        assertThat(scheduler().isShutdown()).isTrue();
        assertThat(log.lines()).hasSize(3).last().isEqualTo("INFO [us] connected");
    }

    @Test
    void closingInterruptsTheOneThatRuns() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        boolean[] first = {true};
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                return super.schedule(command, 0, unit);
            }
        };
        StartUp quick = new StartUp(threads -> executor, Log.ofRuntime());
        quick.run(List.of(new StartCandidate(
                "eu",
                "k",
                () -> {
                    if (first[0]) {
                        first[0] = false;
                        throw AWAY;
                    }
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw AWAY;
                    }
                },
                () -> null,
                () -> null)));
        assertThat(running.await(2, TimeUnit.MINUTES)).isTrue();
        quick.close();
        assertThat(interrupted.await(2, TimeUnit.MINUTES)).isTrue();
        assertThat(executor.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
        assertThat(log.lines()).hasSize(1);
    }
}
