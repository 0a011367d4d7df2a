package io.polymongo.it.pool;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoEvent;
import io.polymongo.State;
import java.time.Duration;
import org.bson.Document;

/**
 * A plain application for {@link ShutdownHookIT}: is in the midst of a transaction when it is told to end. Says
 * {@code ready} then, and {@code closed} when its pool was closed.
 */
final class UntilTerminated {

    private UntilTerminated() {}

    /**
     * Runs until it is ended from outside.
     *
     * @param arguments the URI, and {@code hook}, {@code hook closed} for one and closing before, or {@code none}
     */
    public static void main(String[] arguments) throws Exception {
        PolyMongo polyMongo = PolyMongo.create(PolyMongoConfig.builder()
                .uri(arguments[0])
                .closeTimeout(Duration.ofMinutes(2))
                .build());
        polyMongo.onEvent(event -> {
            if (event instanceof PolyMongoEvent.PoolClosed) {
                System.out.println("closed");
            }
        });
        if (arguments[1].startsWith("hook")) {
            polyMongo.createShutdownHook();
            polyMongo.createShutdownHook();
        }
        if (arguments[1].equals("hook closed")) {
            insert(polyMongo, 1);
            polyMongo.close();
            polyMongo.createShutdownHook();
            untilTheEnd();
        }
        if (arguments[1].equals("none")) {
            insert(polyMongo, 1);
            untilTheEnd();
        }
        polyMongo.transaction(() -> {
            insert(polyMongo, 1);
            System.out.println("ready");
            while (polyMongo.state() != State.DISCONNECTING) {
                Thread.onSpinWait();
            }
            return insert(polyMongo, 2);
        });
    }

    private static void untilTheEnd() throws InterruptedException {
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static Object insert(PolyMongo polyMongo, int id) {
        return polyMongo.database("x").getCollection("x").insertOne(new Document("_id", id));
    }
}
