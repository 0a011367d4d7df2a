package io.polymongo.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import io.polymongo.HealthConfig;
import io.polymongo.PolyMongoConfig;
import io.polymongo.State;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.pool.Probeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadinessProbeTest {

    private final AtomicLong now = new AtomicLong();
    private final List<Probeable> named = new ArrayList<>();
    private final FakePool shared = new FakePool("shared");

    /** A pool that answers at once unless it is told otherwise. */
    private static class FakePool implements Probeable {

        private final String name;
        final AtomicInteger pings = new AtomicInteger();
        volatile boolean probed = true;
        volatile boolean exhausted;
        volatile Runnable pinged = () -> {};

        FakePool(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public State state() {
            return probed ? State.CONNECTED : State.NOT_INITIALIZED;
        }

        @Override
        public boolean isProbed() {
            return probed;
        }

        @Override
        public boolean isExhausted() {
            return exhausted;
        }

        @Override
        public void ping(Duration timeout) {
            pings.incrementAndGet();
            pinged.run();
        }
    }

    private static HealthConfig config() {
        return PolyMongoConfig.builder().build().health();
    }

    private ReadinessProbe probe() {
        return probe(PolyMongoConfig.builder().build());
    }

    private ReadinessProbe probe(PolyMongoConfig config) {
        return new ReadinessProbe(
                config.health(),
                shared,
                () -> named,
                now::get,
                () -> Instant.ofEpochSecond(0, now.get()),
                Log.ofRuntime());
    }

    private FakePool named(String name) {
        FakePool pool = new FakePool(name);
        named.add(pool);
        return pool;
    }

    @Test
    void aServerThatAnswersIsReady() {
        ReadinessProbe.Answer answer = probe().answer();
        assertThat(answer.up()).isTrue();
        assertThat(answer.state()).isEqualTo("CONNECTED");
        assertThat(answer.ping()).isEqualTo("ok");
        assertThat(answer.named()).isEmpty();
    }

    @Test
    void anErrorThatIsNeitherTheDriversNorOursIsAnAnswerToo() {
        shared.pinged = () -> {
            throw new IllegalStateException("a text that nobody outside should read");
        };
        ReadinessProbe.Answer answer = probe().answer();
        assertThat(answer.up()).isFalse();
        assertThat(answer.ping()).isEqualTo("failed");
        assertThat(answer.toString()).doesNotContain("nobody");
    }

    @Test
    void anAnswerIsKeptForAsLongAsConfigured() {
        ReadinessProbe probe = probe();
        ReadinessProbe.Answer first = probe.answer();
        now.set(config().cache().toNanos() - 1);
        assertThat(probe.answer()).isSameAs(first);
        now.incrementAndGet();
        assertThat(probe.answer().timestamp()).isAfter(first.timestamp());
        assertThat(shared.pings).hasValue(2);
    }

    @Test
    void anExhaustedPoolIsBusyAndGetsNoFurtherWaiter() {
        shared.exhausted = true;
        ReadinessProbe.Answer answer = probe().answer();
        assertThat(answer.up()).isTrue();
        assertThat(answer.ping()).isEqualTo("busy");
        assertThat(shared.pings).hasValue(0);
    }

    @Test
    void aPoolThatIsExhaustedWhileAskedIsBusyToo() {
        shared.pinged = () -> {
            shared.exhausted = true;
            throw new MongoTimeoutException("waited for a connection");
        };
        assertThat(probe().answer().ping()).isEqualTo("busy");
    }

    @Test
    void aServerThatDoesNotAnswerInTimeIsNotReady() {
        shared.pinged = () -> {
            throw new MongoTimeoutException("waited for a server");
        };
        assertThat(probe().answer().up()).isFalse();
    }

    @Test
    void switchedOffItAsksNobodyAndIsUp() {
        FakePool archive = named("archive");
        ReadinessProbe.Answer answer =
                probe(PolyMongoConfig.builder().healthEnabled(false).build()).answer();
        assertThat(answer.up()).isTrue();
        assertThat(answer.ping()).isEqualTo("off");
        assertThat(answer.named()).containsEntry("archive", new ReadinessProbe.OfPool("CONNECTED", "off"));
        assertThat(shared.pings).hasValue(0);
        assertThat(archive.pings).hasValue(0);
    }

    @Test
    void oneNamedPoolThatFailsIsEnough() {
        named("archive").pinged = () -> {
            throw new MongoTimeoutException("waited for a server");
        };
        named("billing").exhausted = true;
        ReadinessProbe.Answer answer = probe().answer();
        assertThat(answer.up()).isFalse();
        assertThat(answer.ping()).isEqualTo("ok");
        assertThat(answer.named())
                .containsEntry("archive", new ReadinessProbe.OfPool("CONNECTED", "failed"))
                .containsEntry("billing", new ReadinessProbe.OfPool("CONNECTED", "busy"))
                .hasSize(2);
    }

    @Test
    void aPoolThatIsClosedForBeingIdleIsNotOpened() {
        FakePool archive = named("archive");
        archive.probed = false;
        ReadinessProbe.Answer answer = probe().answer();
        assertThat(answer.up()).isTrue();
        assertThat(answer.named()).containsEntry("archive", new ReadinessProbe.OfPool("NOT_INITIALIZED", "off"));
        assertThat(archive.pings).hasValue(0);
    }

    @Test
    void severalAreAskedAtOnce() {
        CyclicBarrier together = new CyclicBarrier(3);
        Runnable meet = () -> {
            try {
                together.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
        shared.pinged = meet;
        named("archive").pinged = meet;
        named("billing").pinged = meet;
        ReadinessProbe.Answer answer = probe(PolyMongoConfig.builder()
                        .healthTimeout(Duration.ofMinutes(2))
                        .build())
                .answer();
        assertThat(answer.up()).isTrue();
    }

    @Test
    void oneThatHangsIsNotWaitedForNorAskedTwice() throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        FakePool archive = named("archive");
        archive.pinged = () -> {
            try {
                released.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                ended.countDown();
            }
        };
        ReadinessProbe probe = probe(PolyMongoConfig.builder()
                .healthTimeout(Duration.ofMillis(1))
                .healthCache(Duration.ZERO)
                .build());
        assertThat(probe.answer().named().get("archive").ping()).isEqualTo("failed");
        assertThat(probe.answer().named().get("archive").ping()).isEqualTo("failed");
        assertThat(archive.pings).hasValueLessThanOrEqualTo(1);
        released.countDown();
        assertThat(ended.await(2, TimeUnit.MINUTES)).isTrue();
    }
}
