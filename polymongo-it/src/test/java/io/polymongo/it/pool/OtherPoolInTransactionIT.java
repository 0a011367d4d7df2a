package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.TransactionOptions;
import com.mongodb.client.MongoCollection;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.PoolDefinition;
import io.polymongo.TransactionException;
import io.polymongo.TransactionWork;
import io.polymongo.TxType;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.tx.TransactionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction is one pool's: that of its first call. */
class OtherPoolInTransactionIT extends OnThreeServers {

    private static final String REMEDY =
            "; a transaction has one pool: put both into the same, or use TxType.REQUIRES_NEW for the other";

    private AssembledPolyMongo polyMongo;
    private MongoCollection<Document> golden;
    private MongoCollection<Document> alsoGolden;
    private MongoCollection<Document> silver;
    private MongoCollection<Document> common;

    @BeforeEach
    void open() {
        polyMongo = (AssembledPolyMongo) PolyMongo.create(servers.config()
                .tenantDirectory(DirectoryKind.OPEN)
                .pool("gold", pool(FIRST, "golden", "also_golden", "tenant_acme"))
                .pool("silver", pool(SECOND, "silver"))
                .build());
        golden = things("golden");
        alsoGolden = things("also_golden");
        silver = things("silver");
        common = things("common");
    }

    private static PoolDefinition pool(String server, String... databases) {
        return PoolDefinition.builder()
                .uri(servers.uri(server))
                .databases(Set.of(databases))
                .build();
    }

    private MongoCollection<Document> things(String database) {
        return polyMongo.database(database).getCollection("things");
    }

    @AfterEach
    void close() {
        polyMongo.close();
    }

    private static Document document(String id) {
        return new Document("_id", id);
    }

    private static List<String> stored(String server, String database) {
        return servers.raw(server, database)
                .getCollection("things")
                .find()
                .map(each -> each.getString("_id"))
                .into(new ArrayList<>());
    }

    private <R> R in(TxType type, TransactionWork<R, RuntimeException> work) {
        TransactionSettings settings = new TransactionSettings(
                type, true, List.of(), TransactionOptions.builder().build(), null);
        return polyMongo.transactions().call(settings, work);
    }

    private static void assertRefused(Runnable call, String own, String database, String other) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        TransactionException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OTHER_POOL))
                .hasMessage("PMONGO-0509: the transaction is on the pool '" + own + "', and the database '" + database
                        + "' is in the pool '" + other + "'" + REMEDY);
    }

    @Test
    void theCallIsRefusedAndTheTransactionGoesOn() {
        polyMongo.transaction(() -> {
            golden.insertOne(document("before"));
            assertRefused(() -> silver.insertOne(document("elsewhere")), "gold", "silver", "silver");
            assertRefused(() -> common.countDocuments(), "gold", "common", "shared");
            assertRefused(() -> common.find().first(), "gold", "common", "shared");
            assertRefused(() -> polyMongo.bucket("common", "fs").find().first(), "gold", "common", "shared");
            golden.insertOne(document("after"));
            alsoGolden.insertOne(document("too"));
            return true;
        });
        assertThat(stored(FIRST, "golden")).containsExactly("before", "after");
        assertThat(stored(FIRST, "also_golden")).containsExactly("too");
        assertThat(servers.databases(SECOND)).isEmpty();
        assertThat(servers.databases(SHARED)).isEmpty();
    }

    @Test
    void theFirstCallDecides() {
        polyMongo.transaction(() -> {
            common.insertOne(document("first"));
            assertRefused(() -> golden.insertOne(document("second")), "shared", "golden", "gold");
            return true;
        });
        polyMongo.transaction(() -> {
            silver.insertOne(document("first"));
            assertRefused(() -> common.insertOne(document("second")), "silver", "common", "shared");
            return true;
        });
        assertThat(stored(SHARED, "common")).containsExactly("first");
        assertThat(stored(SECOND, "silver")).containsExactly("first");
        assertThat(servers.databases(FIRST)).isEmpty();
    }

    @Test
    void aTransactionForADatabaseIsOnItsPoolFromTheBeginning() {
        TransactionOptions options = TransactionOptions.builder().build();
        polyMongo.transaction("golden", options, () -> {
            assertRefused(() -> common.insertOne(document("x")), "gold", "common", "shared");
            assertThatThrownBy(() -> polyMongo.transaction("silver", options, () -> true))
                    .hasMessage("PMONGO-0509: the transaction is on the pool 'gold', and what is asked for is in the"
                            + " pool 'silver'" + REMEDY);
            golden.insertOne(document("y"));
            return true;
        });
        assertThat(stored(FIRST, "golden")).containsExactly("y");
    }

    @Test
    void aTenantOfAnotherPoolIsRefusedToo() {
        MongoCollection<Document> ofTenant =
                polyMongo.model(Document.class, "things").tenant();
        polyMongo
                .tenants()
                .run(
                        "acme",
                        () -> polyMongo.transaction(() -> {
                            ofTenant.insertOne(document("tenant"));
                            assertRefused(() -> common.insertOne(document("common")), "gold", "common", "shared");
                            return true;
                        }));
        assertThat(stored(FIRST, "tenant_acme")).containsExactly("tenant");
    }

    @Test
    void aTransactionOfItsOwnAndOneAsideReachTheOtherPool() {
        polyMongo.transaction(() -> {
            golden.insertOne(document("outer"));
            in(TxType.REQUIRES_NEW, () -> silver.insertOne(document("new")));
            in(TxType.NOT_SUPPORTED, () -> common.insertOne(document("aside")));
            assertThat(stored(SECOND, "silver")).as("committed already").containsExactly("new");
            assertThat(stored(SHARED, "common")).containsExactly("aside");
            assertRefused(() -> silver.insertOne(document("again")), "gold", "silver", "silver");
            polyMongo.setRollbackOnly();
            return true;
        });
        assertThat(stored(FIRST, "golden")).isEmpty();
        assertThat(stored(SECOND, "silver")).containsExactly("new");
    }

    /** Each attempt begins anew, also in another pool: nothing of it may go where the one before went. */
    @Test
    void aRepetitionWhoseFirstCallIsInAnotherPoolGoesThere() {
        AtomicInteger attempts = new AtomicInteger();
        polyMongo.transaction(() -> {
            if (attempts.incrementAndGet() == 1) {
                golden.insertOne(document("one"));
                servers.server(FIRST).failNext("insert", 112);
                golden.insertOne(document("two"));
            } else {
                silver.insertOne(document("three"));
                assertRefused(() -> golden.insertOne(document("four")), "silver", "golden", "gold");
            }
            return true;
        });
        assertThat(attempts).hasValue(2);
        assertThat(stored(SECOND, "silver")).containsExactly("three");
        assertThat(servers.databases(FIRST))
                .as("on the server of the attempt before")
                .doesNotContain("silver");
        assertThat(stored(FIRST, "golden")).isEmpty();
    }

    @Test
    void aCallThatIsRefusedBeforeTheFirstDecidesNothing() {
        polyMongo.transaction(() -> {
            assertThatThrownBy(() -> golden.drop()).isInstanceOf(TransactionException.class);
            assertThatThrownBy(() -> golden.watch().first()).isInstanceOf(TransactionException.class);
            silver.insertOne(document("x"));
            return true;
        });
        assertThat(stored(SECOND, "silver")).containsExactly("x");
    }

    /** The negative neighbour of all this: outside of a transaction each goes its way. */
    @Test
    void withoutATransactionAllAreReached() throws MongoException {
        golden.insertOne(document("a"));
        silver.insertOne(document("b"));
        common.insertOne(document("c"));
        assertThat(stored(FIRST, "golden")).containsExactly("a");
        assertThat(stored(SECOND, "silver")).containsExactly("b");
        assertThat(stored(SHARED, "common")).containsExactly("c");
    }
}
