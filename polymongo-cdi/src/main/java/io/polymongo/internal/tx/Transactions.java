package io.polymongo.internal.tx;

import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.tenant.CurrentTenant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs work in transactions, as its {@link TxType} says. Thread-safe. */
public final class Transactions {

    private final CurrentTransaction current;
    private final CurrentTenant tenant;
    private final Duration limit;
    private final Timing timing;
    private final TransactionLoop loop;

    /**
     * Puts the parts together.
     *
     * @param limit how long a transaction is repeated, {@code transaction.deadline}
     */
    public Transactions(CurrentTransaction current, CurrentTenant tenant, Duration limit, Timing timing) {
        this.current = current;
        this.tenant = tenant;
        this.limit = limit;
        this.timing = timing;
        this.loop = new TransactionLoop(new Backoff(timing));
    }

    /** Does work in a transaction, or without, as the settings say. */
    public <R extends @Nullable Object, X extends Exception> R call(
            TransactionSettings settings, TransactionWork<R, X> work) throws X {
        Scope around = current.scope();
        if (around instanceof Elsewhere elsewhere && !isIndependent(settings.type())) {
            throw elsewhere.refusal();
        }
        OpenTransaction open = around instanceof OpenTransaction transaction ? transaction : null;
        return switch (settings.type()) {
            case REQUIRED -> open != null ? join(open, settings, work) : begin(around, settings, work);
            case REQUIRES_NEW -> begin(around, settings, work);
            case MANDATORY -> join(require(open), settings, work);
            case SUPPORTS -> open != null ? join(open, settings, work) : work.call();
            case NOT_SUPPORTED -> around != null ? current.call(new Resting(around.deadline()), work) : work.call();
            case NEVER -> {
                refuse(open);
                yield work.call();
            }
        };
    }

    private static boolean isIndependent(TxType type) {
        return type == TxType.REQUIRES_NEW || type == TxType.NOT_SUPPORTED;
    }

    private <R extends @Nullable Object, X extends Exception> R begin(
            @Nullable Scope around, TransactionSettings settings, TransactionWork<R, X> work) throws X {
        Deadline deadline = Deadline.after(limit, timing.ticker()).cappedBy(around == null ? null : around.deadline());
        try (OpenTransaction transaction = new OpenTransaction(settings, deadline, tenant.id())) {
            return current.call(transaction, () -> loop.run(transaction, work));
        }
    }

    /** What ends with an error within a transaction dooms the whole of it, also if the caller catches the error. */
    private static <R extends @Nullable Object, X extends Exception> R join(
            OpenTransaction open, TransactionSettings settings, TransactionWork<R, X> work) throws X {
        Attempt attempt = open.attempt();
        if (settings.pool() != null) {
            attempt.requirePool(settings.pool(), "what is asked for");
        }
        try {
            return work.call();
        } catch (Throwable e) {
            if (!settings.isExempt(e)) {
                attempt.setRollbackOnly(e);
            }
            throw e;
        }
    }

    /** Has the transaction on this thread rolled back at its end. */
    public void setRollbackOnly() {
        require(current.scope() instanceof OpenTransaction open ? open : null)
                .attempt()
                .setRollbackOnly(null);
    }

    private static OpenTransaction require(@Nullable OpenTransaction open) {
        if (open == null) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_REQUIRED,
                    "this needs an open transaction, and none is open on the thread '"
                            + Thread.currentThread().getName()
                            + "'; call it within @PolyTransactional or PolyMongo.transaction(…)");
        }
        return open;
    }

    private static void refuse(@Nullable OpenTransaction open) {
        if (open != null) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_UNEXPECTED,
                    "this must not run in a transaction (TxType.NEVER), and one is open on the thread '"
                            + Thread.currentThread().getName() + "'; call it before or after");
        }
    }
}
