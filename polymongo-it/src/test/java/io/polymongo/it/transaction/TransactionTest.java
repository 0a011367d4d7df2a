package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.TransactionOptions;
import com.mongodb.client.MongoCollection;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoException;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.tx.TransactionSettings;
import io.polymongo.it.SentCommands;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A library with a collection of one document, and every command that it sends. */
@OnServer
abstract class TransactionTest {

    final SentCommands sent = new SentCommands();
    TestDatabases databases;
    PolyMongo polyMongo;
    MongoCollection<Document> things;

    @BeforeEach
    final void open(TestDatabases own) {
        databases = own;
        polyMongo = PolyMongo.builder(
                        own.config().tenantDirectory(DirectoryKind.OPEN).build())
                .customizer(sent)
                .build();
        things = polyMongo.database().getCollection("things");
        things.insertOne(new Document("_id", 1));
    }

    @AfterEach
    final void close() {
        polyMongo.close();
    }

    /** What is there, seen from outside of every transaction. */
    final List<Document> raw(String database, String collection) {
        return databases
                .raw()
                .getDatabase(databases.name(database))
                .getCollection(collection)
                .find()
                .into(new ArrayList<>());
    }

    /** What {@code @PolyTransactional} with a type does. */
    final <R> R in(TxType type, TransactionWork<R, RuntimeException> work) {
        TransactionSettings settings = new TransactionSettings(
                type, true, List.of(), TransactionOptions.builder().build(), null);
        return ((AssembledPolyMongo) polyMongo).transactions().call(settings, work);
    }

    /** Within a transaction: refused with a text, before anything is sent. */
    final void assertRefused(ErrorId id, String text, ThrowingCallable call) {
        int before = sent.all().size();
        assertThatThrownBy(call).isInstanceOf(PolyMongoException.class).hasMessage(id.code() + ": " + text);
        assertThat(sent.all()).as("nothing was sent").hasSize(before);
    }
}
