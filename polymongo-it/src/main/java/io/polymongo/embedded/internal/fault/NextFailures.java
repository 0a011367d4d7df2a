package io.polymongo.embedded.internal.fault;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.Request;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a test wants the next commands to end with, by their names. Thread-safe. */
final class NextFailures {

    private final Map<String, Queue<OptionalInt>> byCommand = new ConcurrentHashMap<>();

    void add(String command, int code) {
        queue(command).add(OptionalInt.of(code));
    }

    void addClosing(String command) {
        queue(command).add(OptionalInt.empty());
    }

    void clear() {
        byCommand.clear();
    }

    void before(Request request) {
        Queue<OptionalInt> failures = byCommand.get(CommandNames.canonical(request.name()));
        OptionalInt failure = failures == null ? null : failures.poll();
        if (failure == null) {
            return;
        }
        if (failure.isEmpty()) {
            throw new ConnectionClosed(request.connection());
        }
        throw new InjectedReply(new CommandError(failure.getAsInt(), FailCommand.MESSAGE).reply(), null, false);
    }

    private Queue<OptionalInt> queue(String command) {
        return byCommand.computeIfAbsent(CommandNames.canonical(command), name -> new ConcurrentLinkedQueue<>());
    }
}
