package io.polymongo.embedded.internal.election;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What runs on which member, so that what cannot go on is interrupted: writes and transactions when their member steps
 * down, everything when it shuts down. A command that waits sees its thread interrupted; what it ends with then counts as
 * that interruption. One that ends well in spite of it was faster, and the thread of one that may not wait is left alone.
 * Thread-safe.
 */
final class RunningCommands implements ReplicaSet.Listener {

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** Notes a command of the calling thread, which must end it. */
    Running begin(int member, Request request) {
        Running command = new Running(
                member, StateChecks.needsPrimary(request), request.mayWait() ? Thread.currentThread() : null);
        running.add(command);
        return command;
    }

    @Override
    public void steppedDown(int member) {
        interrupt(
                command -> command.member == member && command.needsPrimary,
                new CommandError(ErrorCode.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE, "operation was interrupted"));
    }

    @Override
    public void shutDown(int member) {
        interrupt(
                command -> command.member == member,
                new CommandError(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown"));
    }

    private void interrupt(Predicate<Running> which, CommandError reason) {
        running.stream().filter(which).forEach(command -> command.interrupt(reason));
    }

    /** One command, from its beginning to its end. */
    final class Running implements AutoCloseable {

        private final int member;
        private final boolean needsPrimary;
        private final @Nullable Thread thread;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean ended;
        private volatile @Nullable CommandError interruption;

        private Running(int member, boolean needsPrimary, @Nullable Thread thread) {
            this.member = member;
            this.needsPrimary = needsPrimary;
            this.thread = thread;
        }

        /** Why it was interrupted, or null. */
        @Nullable
        CommandError interruption() {
            return interruption;
        }

        private void interrupt(CommandError reason) {
            lock.lock();
            try {
                if (!ended && interruption == null) {
                    interruption = reason;
                    if (thread != null) {
                        thread.interrupt();
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        /** After this its thread is not interrupted any more. */
        @Override
        public void close() {
            running.remove(this);
            lock.lock();
            try {
                ended = true;
                if (interruption != null && thread != null) {
                    Thread.interrupted();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
