package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.TransactionOptions;
import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.tx.TransactionSettings;
import io.polymongo.it.contract.Wire;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A PolyMongo in whose transactions tests decide time, chance and errors, and see what was sent and what is stored. */
final class Transacting implements AutoCloseable {

    static final int NO_SUCH_TRANSACTION = 251;
    private static final List<Integer> OVER = List.of(NO_SUCH_TRANSACTION, 256, 225);

    final FakeTime time = new FakeTime();
    final TransactionTrace trace;
    final FailPoint failPoint;
    final AssembledPolyMongo polyMongo;
    final MongoCollection<Document> things;
    private final TestDatabases databases;

    Transacting(TestDatabases databases) {
        this(databases, config -> config);
    }

    Transacting(TestDatabases databases, UnaryOperator<PolyMongoConfigBuilder> more) {
        this.databases = databases;
        String applicationName = databases.name("app");
        trace = new TransactionTrace(applicationName);
        failPoint = new FailPoint(databases, applicationName);
        polyMongo = new PolyMongoAssembly(more.apply(databases.config()).build())
                .customizer(trace)
                .timing(time.timing())
                .build();
        things = polyMongo.database().getCollection("things");
        raw().insertOne(new Document("_id", "there"));
    }

    static TransactionSettings settings(TxType type, Class<? extends Throwable> exempt) {
        return settings(type, true, exempt);
    }

    static TransactionSettings settings(TxType type, boolean retry, Class<? extends Throwable> exempt) {
        return new TransactionSettings(
                type, retry, List.of(exempt), TransactionOptions.builder().build(), null);
    }

    <R extends @Nullable Object, X extends Exception> R call(TransactionSettings settings, TransactionWork<R, X> work)
            throws X {
        return polyMongo.transactions().call(settings, work);
    }

    void insert(String id) {
        things.insertOne(new Document("_id", id));
    }

    MongoCollection<Document> raw() {
        return databases.raw().getDatabase(databases.name("default")).getCollection("things");
    }

    /** What is stored beside {@code there}. */
    List<String> stored() {
        return raw().find().map(each -> each.getString("_id")).into(new ArrayList<>()).stream()
                .filter(id -> !id.equals("there"))
                .sorted()
                .toList();
    }

    /** Asks the server for each session's last transaction. */
    void assertNothingIsOpen() {
        assertThat(polyMongo.isTransactionActive()).isFalse();
        try (Wire wire = Wire.to(databases)) {
            for (BsonDocument last : trace.lastTransactions()) {
                BsonDocument probe = new BsonDocument("find", new BsonString("things"));
                probe.putAll(last);
                probe.append("autocommit", BsonBoolean.FALSE).append("$db", new BsonString(databases.name("default")));
                assertThat(OVER)
                        .as("what the server says of %s", last)
                        .contains(wire.ask(probe)
                                .getNumber("code", new BsonInt32(0))
                                .intValue());
            }
        }
    }

    @Override
    public void close() {
        failPoint.close();
        polyMongo.close();
        endWhatIsOpen();
    }

    /** A commit that never arrives leaves its transaction open, and whoever drops the database would wait for a minute. */
    private void endWhatIsOpen() {
        List<BsonDocument> sessions = trace.lastTransactions().stream()
                .map(last -> last.getDocument("lsid"))
                .toList();
        databases.raw().getDatabase("admin").runCommand(new Document("killSessions", sessions));
    }
}
