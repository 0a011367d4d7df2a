package io.polymongo.embedded.internal.operation;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Interruptible;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;

/** A command that runs. Thread-safe. */
public final class Operation extends Interruptible {

    private final int id;
    private final Request request;
    private final long startedAt;
    private final Operations all;

    Operation(int id, Request request, long startedAt, Operations all) {
        super(request);
        this.id = id;
        this.request = request;
        this.startedAt = startedAt;
        this.all = all;
    }

    /** Its number ({@code opid}). */
    public int id() {
        return id;
    }

    public Request request() {
        return request;
    }

    /** When it began, by {@link System#nanoTime}. */
    public long startedAt() {
        return startedAt;
    }

    /** Whose it is. */
    public Owner owner() {
        return Owner.of(request.connection());
    }

    /** Whether it runs on a member. */
    public boolean isOn(int member) {
        return request.connection().member() == member;
    }

    /** Ends it, as soon as it waits for something. */
    public void kill() {
        interrupt(new CommandError(ErrorCode.INTERRUPTED, "operation was interrupted"));
    }

    @Override
    public void close() {
        all.end(this);
        super.close();
    }
}
