package io.polymongo.embedded.internal.stream;

import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Rings the bells of those waiting readers whom new changes concern, on the thread that made the changes; readers of
 * other collections sleep on. Thread-safe.
 */
final class Wakeups {

    /** More new changes than these are not looked at one by one: everybody is woken. */
    private static final int MOST_EXAMINED = 1000;

    private final Oplog oplog;
    private final Map<Bell, Scope> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable listener = this::wake;
    private long examined;

    Wakeups(Oplog oplog) {
        this.oplog = oplog;
        oplog.addListener(listener);
    }

    /** Rings this bell from now on when something changes in this scope; a reader looks for changes only after this. */
    void add(Bell bell, Scope scope) {
        waiting.put(bell, scope);
    }

    void remove(Bell bell) {
        waiting.remove(bell);
    }

    void close() {
        oplog.removeListener(listener);
    }

    private void wake() {
        if (waiting.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            long latest = oplog.latestSequence();
            if (latest - examined > MOST_EXAMINED) {
                examined = latest;
                waiting.keySet().forEach(Bell::ring);
                return;
            }
            List<OplogEntry> changes = oplog.after(examined, MOST_EXAMINED);
            if (changes.isEmpty()) {
                return;
            }
            examined = changes.get(changes.size() - 1).sequence();
            waiting.forEach((bell, scope) -> {
                if (changes.stream().anyMatch(entry -> scope.concerns(entry.change()))) {
                    bell.ring();
                }
            });
        } finally {
            lock.unlock();
        }
    }
}
