package io.polymongo.it;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.polymongo.MongoClientCustomizer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What went over the wire, as {@code database.command}: what is not here was refused before it. */
final class SentCommands implements MongoClientCustomizer, CommandListener {

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Override
    public void customize(String pool, MongoClientSettings.Builder settings) {
        settings.addCommandListener(this);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        sent.add(event.getDatabaseName() + "." + event.getCommandName());
    }

    List<String> all() {
        return List.copyOf(sent);
    }

    void clear() {
        sent.clear();
    }
}
