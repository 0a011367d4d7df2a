package io.polymongo.it;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.polymongo.MongoClientCustomizer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonDocument;

/** What went over the wire, as {@code database.command}: what is not here was refused before it. */
public class SentCommands implements MongoClientCustomizer, CommandListener {

    /**
     * A command.
     *
     * @param where as {@code database.command}
     * @param document what was sent
     */
    public record Sent(String where, BsonDocument document) {

        /** Whether it was sent as part of a transaction. */
        public boolean isInTransaction() {
            return document.containsKey("autocommit");
        }

        /** Which transaction: a session, and the number of the transaction in it. */
        public String transaction() {
            return document.get("lsid") + " " + document.get("txnNumber");
        }
    }

    private final List<Sent> sent = new CopyOnWriteArrayList<>();

    @Override
    public void customize(String pool, MongoClientSettings.Builder settings) {
        settings.addCommandListener(this);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        // The driver's document is of bytes that it uses again.
        BsonDocument copy = BsonDocument.parse(event.getCommand().toJson());
        sent.add(new Sent(event.getDatabaseName() + "." + event.getCommandName(), copy));
    }

    public List<String> all() {
        return sent.stream().map(Sent::where).toList();
    }

    /** With what was in them. */
    public List<Sent> documents() {
        return List.copyOf(sent);
    }

    public void clear() {
        sent.clear();
    }
}
