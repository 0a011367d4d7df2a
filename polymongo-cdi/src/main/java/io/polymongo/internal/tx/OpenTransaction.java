package io.polymongo.internal.tx;

import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A transaction over all its attempts. Confined to the thread that it is open on, but for whose it is. */
final class OpenTransaction implements Scope {

    private final Thread owner = Thread.currentThread();
    private final TransactionSettings settings;
    private final Deadline deadline;
    private @Nullable String tenant;
    private Attempt attempt;

    /** Fixes the tenant now if there is one, else at the first call for one. */
    OpenTransaction(TransactionSettings settings, Deadline deadline, @Nullable String tenant) {
        this.settings = settings;
        this.deadline = deadline;
        this.tenant = tenant;
        this.attempt = new Attempt(this);
    }

    @Override
    public Attempt attempt() {
        return attempt;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    TransactionSettings settings() {
        return settings;
    }

    Thread owner() {
        return owner;
    }

    /** Begins the next attempt. */
    Attempt next() {
        attempt = new Attempt(this);
        return attempt;
    }

    /** Refuses another tenant than the one that the transaction is for. */
    void requireTenant(String called) {
        if (tenant == null) {
            tenant = called;
        } else if (!tenant.equals(called)) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_TENANT,
                    "the transaction is for the tenant '" + tenant + "', and the call is for '" + called
                            + "'; use @Database or PolyMongo.database(name) where one transaction must reach both");
        }
    }

    /** Whether the owner is within the fork-join framework, as it is while a parallel stream of its own runs. */
    boolean isInForkJoin() {
        return Arrays.stream(owner.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith("java.util.concurrent.ForkJoin"));
    }
}
