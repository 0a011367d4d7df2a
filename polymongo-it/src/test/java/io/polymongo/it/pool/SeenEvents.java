package io.polymongo.it.pool;

import static org.awaitility.Awaitility.await;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What happened to the pools. */
final class SeenEvents implements Consumer<PolyMongoEvent> {

    private final List<PolyMongoEvent> seen = new CopyOnWriteArrayList<>();

    static SeenEvents of(PolyMongo polyMongo) {
        SeenEvents events = new SeenEvents();
        polyMongo.onEvent(events);
        return events;
    }

    @Override
    public void accept(PolyMongoEvent event) {
        seen.add(event);
    }

    long count(Class<? extends PolyMongoEvent> kind, String pool) {
        return seen.stream()
                .filter(event -> kind.isInstance(event) && event.pool().equals(pool))
                .count();
    }

    /** Waits until something happened to a pool so often, and no more. */
    void awaitCount(Class<? extends PolyMongoEvent> kind, String pool, long times) {
        await().until(() -> count(kind, pool) == times);
    }

    /** Waits until a pool that was opened is closed. */
    void awaitClosed(String pool) {
        await().until(() -> {
            long opened = count(PolyMongoEvent.PoolOpened.class, pool);
            return opened > 0 && count(PolyMongoEvent.PoolClosed.class, pool) == opened;
        });
    }
}
