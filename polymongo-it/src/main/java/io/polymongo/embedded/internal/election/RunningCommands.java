package io.polymongo.embedded.internal.election;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Interruptible;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What runs on which member, so that what cannot go on is interrupted: writes and transactions when their member steps
 * down, everything when it shuts down. Thread-safe.
 */
final class RunningCommands implements ReplicaSet.Listener {

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** Notes a command of the calling thread, which must end it. */
    Running begin(int member, Request request) {
        Running command = new Running(member, request);
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
    final class Running extends Interruptible {

        private final int member;
        private final boolean needsPrimary;

        private Running(int member, Request request) {
            super(request);
            this.member = member;
            this.needsPrimary = StateChecks.needsPrimary(request);
        }

        @Override
        public void close() {
            running.remove(this);
            super.close();
        }
    }
}
