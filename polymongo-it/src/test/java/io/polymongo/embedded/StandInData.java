package io.polymongo.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where the data would: finds nothing, keeps what is inserted, waits when told to, and counts all commands. */
final class StandInData implements CommandHandler {

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Queue<Request> inserted = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> findersMembers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public Document handle(Request request) {
        switch (request.name()) {
            case "insert" -> {
                if (request.target().equals("waits")) {
                    waitForEver();
                }
                inserted.add(request);
                return ok().append("n", ((List<?>) request.body().get("documents")).size());
            }
            case "find" -> {
                findersMembers.add(request.connection().member());
                Document cursor = new Document("id", 0L)
                        .append("ns", request.database() + "." + request.target())
                        .append("firstBatch", List.of());
                return ok().append("cursor", cursor);
            }
            case "ping", "endSessions" -> {
                return ok();
            }
            case "fail" -> throw new IllegalStateException("an error of the server");
            default -> throw new CommandError(ErrorCode.COMMAND_NOT_FOUND, "no such command: '" + request.name() + "'");
        }
    }

    /** A handler before all others, which counts what comes. */
    CommandHandler counting(CommandHandler next) {
        return request -> {
            counts.computeIfAbsent(request.name(), name -> new AtomicInteger()).incrementAndGet();
            return next.handle(request);
        };
    }

    int hellos() {
        return count("hello") + count("isMaster") + count("ismaster");
    }

    int count(String command) {
        return counts.getOrDefault(command, new AtomicInteger()).get();
    }

    Queue<Request> inserted() {
        return inserted;
    }

    Queue<Integer> findersMembers() {
        return findersMembers;
    }

    /** Released when an insert into the collection "waits" has begun to wait. */
    CountDownLatch waiting() {
        return waiting;
    }

    private void waitForEver() {
        waiting.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new CommandError(ErrorCode.INTERRUPTED, "operation was interrupted");
        }
    }

    private static Document ok() {
        return new Document("ok", 1.0);
    }
}
