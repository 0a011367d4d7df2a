package io.polymongo.internal.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.TransactionException;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.tenant.CurrentTenant;
import io.polymongo.internal.tenant.RequestTenant;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CurrentTransactionTest {

    private final CurrentTransaction current = new CurrentTransaction();
    private final Transactions transactions = new Transactions(
            current, new CurrentTenant(RequestTenant.NONE, null), Duration.ofSeconds(1), Timing.ofSystem());

    private <X extends Exception> void in(TxType type, TransactionWork<Object, X> work) throws X {
        transactions.call(
                new TransactionSettings(
                        type,
                        TransactionSettings.DEFAULT.retry(),
                        TransactionSettings.DEFAULT.exempt(),
                        TransactionSettings.DEFAULT.options(),
                        null),
                work);
    }

    @Test
    void whatWasAroundIsBackAfterEachEnd() {
        TransactionWork<Object, RuntimeException> work = () -> {
            Attempt outer = current.attempt();
            for (TxType type : TxType.values()) {
                try {
                    in(type, () -> {
                        throw new IllegalStateException("of the work");
                    });
                } catch (IllegalStateException | TransactionException expected) {
                    assertThat(current.attempt()).as("after %s", type).isSameAs(outer);
                }
            }
            return "";
        };
        assertThatThrownBy(() -> in(TxType.REQUIRED, work)).isInstanceOf(TransactionException.class);
        assertThat(current.isOpen()).isFalse();
    }

    /** Leaving what was entered within must not make the thread forget what it was in before. */
    @Test
    void aMarkIsLeftAgain() {
        in(TxType.REQUIRED, () -> {
            Attempt outer = current.attempt();
            Runnable leave = current.enterNone();
            assertThat(current.isOpen()).isFalse();
            in(TxType.REQUIRED, () -> {
                assertThat(current.attempt()).isNotNull().isNotSameAs(outer);
                return "";
            });
            assertThat(current.isOpen()).isFalse();
            leave.run();
            assertThat(current.attempt()).isSameAs(outer);
            return "";
        });
        Supplier<Runnable> nothing = current.mark();
        nothing.get().run();
        assertThat(current.isOpen()).isFalse();
    }

    /** A transaction that is taken for open on a pool's thread would swallow the next request's writes. */
    @Test
    void noneStaysOpenWhereTheStackEnds() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger leftOpen = new AtomicInteger();
        Runnable begin = () -> in(TxType.REQUIRES_NEW, begun::incrementAndGet);
        // Classes are loaded while there is room for it.
        begin.run();
        dive(Integer.MAX_VALUE, begin);
        Thread narrow = new Thread(
                null,
                () -> {
                    for (int i = 0; i < 200; i++) {
                        dive(i % 40, begin);
                        if (current.isOpen()) {
                            leftOpen.incrementAndGet();
                            return;
                        }
                    }
                },
                "narrow",
                256 * 1024);
        narrow.start();
        narrow.join();
        assertThat(begun).hasValueGreaterThan(1);
        assertThat(leftOpen).hasValue(0);
    }

    /** Tries to begin one with ever more of the stack, so that some end at each place where one can. */
    private static void dive(int padding, Runnable begin) {
        if (padding == Integer.MAX_VALUE) {
            return;
        }
        try {
            if (padding % 3 == 0) {
                dive(padding + 1, begin);
            } else {
                diveWide(padding, padding, padding, begin);
            }
        } catch (StackOverflowError atTheEnd) {
            begin.run();
        }
    }

    private static void diveWide(int a, long b, long c, Runnable begin) {
        long more = a + b * c;
        dive(more < 0 ? a : a + 1, begin);
    }
}
