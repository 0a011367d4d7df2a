package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.TransactionException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handles join the transaction that is open on their thread, over several databases, and all or nothing is kept. */
@OnServer
class JoiningIT {

    private TestDatabases databases;
    private PolyMongo polyMongo;
    private MongoCollection<Document> users;
    private MongoCollection<Document> audit;

    @BeforeEach
    void open(TestDatabases own) {
        databases = own;
        polyMongo = PolyMongo.create(
                own.config().tenantDirectory(DirectoryKind.OPEN).build());
        users = polyMongo.database().getCollection("users");
        audit = polyMongo.database(databases.name("audit")).getCollection("entries");
        users.insertOne(new Document("_id", 1).append("credits", 10));
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    @Test
    void commitsOverSeveralDatabases() {
        String result = polyMongo.transaction(() -> {
            users.updateOne(Filters.eq("_id", 1), new Document("$inc", new Document("credits", 5)));
            audit.insertOne(new Document("what", "more"));
            assertThat(raw("default", "users")).containsExactly(new Document("_id", 1).append("credits", 10));
            assertThat(raw("audit", "entries")).isEmpty();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(raw("default", "users")).containsExactly(new Document("_id", 1).append("credits", 15));
        assertThat(raw("audit", "entries")).hasSize(1);
        assertThat(polyMongo.isTransactionActive()).isFalse();
    }

    @Test
    void whateverIsThrownRollsBack() {
        for (Throwable thrown : List.of(
                new Exception("checked"), new IllegalStateException("unchecked"), new AssertionError("error"))) {
            assertThatThrownBy(() -> polyMongo.transaction(() -> {
                        users.insertOne(new Document("_id", 2));
                        audit.insertOne(new Document("what", "never"));
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (Exception) thrown;
                    }))
                    .isSameAs(thrown);
        }
        assertThat(raw("default", "users")).hasSize(1);
        assertThat(raw("audit", "entries")).isEmpty();
    }

    @Test
    void ownWritesAreReadByEveryKindOfRead() {
        polyMongo.transaction(() -> {
            users.insertOne(new Document("_id", 2).append("credits", 20));
            assertThat(users.countDocuments()).isEqualTo(2);
            assertThat(users.find(Filters.gt("credits", 5))
                            .sort(new Document("_id", -1))
                            .into(new ArrayList<>()))
                    .extracting(each -> each.getInteger("_id"))
                    .containsExactly(2, 1);
            assertThat(users.distinct("credits", Integer.class)).containsExactlyInAnyOrder(10, 20);
            assertThat(users.aggregate(List.of(new Document("$match", new Document("_id", 2))))
                            .first())
                    .containsEntry("credits", 20);
            assertThat(polyMongo
                            .database()
                            .runCommand(new Document("find", "users"))
                            .get("cursor", Document.class)
                            .getList("firstBatch", Document.class))
                    .hasSize(2);
            assertThat(users.withReadPreference(ReadPreference.secondaryPreferred())
                            .find()
                            .map(each -> each.getInteger("_id"))
                            .into(new ArrayList<>()))
                    .hasSize(2);
            polyMongo.setRollbackOnly();
            return null;
        });
        assertThat(users.countDocuments()).isEqualTo(1);
    }

    @Test
    void anErrorThatWasCaughtRollsBackAllTheSame() {
        assertThatThrownBy(() -> polyMongo.transaction(() -> {
                    audit.insertOne(new Document("what", "never"));
                    try {
                        users.insertOne(new Document("_id", 1));
                    } catch (MongoWriteException swallowed) {
                        return "all is well";
                    }
                    return "not thrown";
                }))
                .isInstanceOf(TransactionException.class)
                .hasCauseInstanceOf(MongoWriteException.class)
                .extracting(e -> ((TransactionException) e).id())
                .isEqualTo(ErrorId.TRANSACTION_ROLLED_BACK);
        assertThat(raw("audit", "entries")).isEmpty();
    }

    @Test
    void whatIsRefusedDoomsNothing() {
        polyMongo.transaction(() -> {
            users.insertOne(new Document("_id", 2));
            assertThatThrownBy(users::estimatedDocumentCount)
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "PMONGO-0505: MongoCollection.estimatedDocumentCount does not run in a transaction; use countDocuments()");
            assertThatThrownBy(
                            () -> users.withTimeout(1, TimeUnit.MINUTES).find().first())
                    .isInstanceOf(TransactionException.class);
            return null;
        });
        assertThat(users.countDocuments()).isEqualTo(2);
    }

    @Test
    void whatTenantsAreToldIsPartOfNoTransaction() {
        polyMongo.transaction(() -> {
            assertThatThrownBy(() -> polyMongo.tenants().provision("acme"))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage("PMONGO-0505: Tenants.provision does not run in a transaction; call it before or after,"
                            + " or in a method with TxType.NOT_SUPPORTED");
            return null;
        });
        assertThat(polyMongo.tenants().provision("acme").database()).endsWith("acme");
    }

    @Test
    void aLazyIterableIsOfNoUseAfterwards() {
        AtomicReference<Iterable<Document>> escaped = new AtomicReference<>();
        polyMongo.transaction("anything", TransactionOptions.builder().build(), () -> {
            escaped.set(users.find());
            return null;
        });
        assertThatThrownBy(() -> escaped.get().iterator())
                .isInstanceOf(TransactionException.class)
                .hasMessageStartingWith("PMONGO-0506: FindIterable.iterator was made in a transaction that has ended");
    }

    private List<Document> raw(String database, String collection) {
        return databases
                .raw()
                .getDatabase(databases.name(database))
                .getCollection(collection)
                .find()
                .into(new ArrayList<>());
    }
}
