package io.polymongo.it.transaction;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.polymongo.MongoClientCustomizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * What a client sent, and in which transaction: {@code insert begins 1}, {@code insert in 1}, {@code insert outside}.
 * Transactions are told apart by session and number, and counted as they appear.
 */
final class TransactionTrace implements MongoClientCustomizer, CommandListener {

    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final List<BsonDocument> commands = Collections.synchronizedList(new ArrayList<>());
    private final String applicationName;

    TransactionTrace(String applicationName) {
        this.applicationName = applicationName;
    }

    @Override
    public void customize(String pool, MongoClientSettings.Builder settings) {
        settings.addCommandListener(this)
                .applicationName(applicationName)
                // A member that says it shuts down is asked again with the next answer to a hello, by default after 10
                // s.
                .applyToServerSettings(server -> server.heartbeatFrequency(500, TimeUnit.MILLISECONDS));
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (!event.getCommandName().equals("endSessions")) {
            commands.add(BsonDocument.parse(event.getCommand().toJson(EXACT)));
        }
    }

    void clear() {
        commands.clear();
    }

    List<String> lines() {
        Map<BsonDocument, Integer> numbers = new LinkedHashMap<>();
        return all().stream().map(command -> line(command, numbers)).toList();
    }

    private static String line(BsonDocument command, Map<BsonDocument, Integer> numbers) {
        if (!isInTransaction(command)) {
            return command.getFirstKey() + " outside";
        }
        int number = numbers.computeIfAbsent(key(command), unknown -> numbers.size() + 1);
        boolean begins =
                command.getBoolean("startTransaction", BsonBoolean.FALSE).getValue();
        return command.getFirstKey() + (begins ? " begins " : " in ") + number;
    }

    /** The commands of a name. */
    List<BsonDocument> all(String name) {
        return all().stream().filter(each -> each.getFirstKey().equals(name)).toList();
    }

    /** The sessions that transactions were in. */
    List<BsonValue> sessions() {
        return all().stream()
                .filter(TransactionTrace::isInTransaction)
                .map(command -> command.get("lsid"))
                .distinct()
                .toList();
    }

    /** Each session with the number of its last transaction. */
    List<BsonDocument> lastTransactions() {
        Map<BsonValue, BsonDocument> last = new LinkedHashMap<>();
        all().stream().filter(TransactionTrace::isInTransaction).forEach(each -> last.put(each.get("lsid"), key(each)));
        return List.copyOf(last.values());
    }

    private List<BsonDocument> all() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    private static BsonDocument key(BsonDocument command) {
        return new BsonDocument("lsid", command.get("lsid")).append("txnNumber", command.get("txnNumber"));
    }

    private static boolean isInTransaction(BsonDocument command) {
        return command.containsKey("autocommit");
    }
}
