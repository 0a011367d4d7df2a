package io.polymongo.it.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.polymongo.MongoClientCustomizer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which pool's client sent which command to which port, and with which settings each client was made. */
final class SeenPools implements MongoClientCustomizer {

    /**
     * A command.
     *
     * @param pool the pool whose client sent it
     * @param port of the server
     * @param where as {@code database.command}
     */
    record Seen(String pool, int port, String where) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, MongoClientSettings> settings = new ConcurrentHashMap<>();

    @Override
    public void customize(String pool, MongoClientSettings.Builder builder) {
        settings.put(pool, builder.build());
        builder.addCommandListener(new CommandListener() {
            @Override
            public void commandStarted(CommandStartedEvent event) {
                int port = event.getConnectionDescription().getServerAddress().getPort();
                seen.add(new Seen(pool, port, event.getDatabaseName() + "." + event.getCommandName()));
            }
        });
    }

    /** What a pool's clients sent, as {@code database.command}. */
    List<String> of(String pool) {
        return seen.stream()
                .filter(each -> each.pool().equals(pool))
                .map(Seen::where)
                .toList();
    }

    List<Seen> all() {
        return List.copyOf(seen);
    }

    void clear() {
        seen.clear();
    }

    /** What a pool's client was made with, the last time. */
    MongoClientSettings settings(String pool) {
        return settings.get(pool);
    }
}
