package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.PolyMongo;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import io.polymongo.internal.cdi.RequestTenantHolder;
import io.polymongo.it.WeldApplication;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MicroProfile Context Propagation takes to other threads: the tenant, and the mark that a transaction is open. */
@OnServer
class ContextPropagationIT {

    private static final String REFUSED =
            "PMONGO-0507: the thread '[^']+' works on behalf of a transaction that is open on"
                    + " another thread, and would run outside of it; make the call on the transaction's own thread, or in a method"
                    + " of its own with TxType\\.REQUIRES_NEW or NOT_SUPPORTED";

    @ApplicationScoped
    static class Work {

        @Inject
        @Tenant
        @CollectionName("things")
        MongoCollection<Document> own;

        @Inject
        @Database
        @CollectionName("things")
        MongoCollection<Document> things;

        @Inject
        RequestTenantHolder request;

        String database() {
            return own.getNamespace().getDatabaseName();
        }

        Iterable<Document> find() {
            return things.find();
        }

        Void store(Object id) {
            things.insertOne(new Document("_id", id));
            return null;
        }

        @PolyTransactional
        Void storeRequired(Object id) {
            return store(id);
        }

        @PolyTransactional(TxType.REQUIRES_NEW)
        Void storeOnItsOwn(Object id) {
            return store(id);
        }

        @PolyTransactional(TxType.NOT_SUPPORTED)
        Void storeWithout(Object id) {
            return store(id);
        }

        @PolyTransactional
        void within(Callable<?> work) throws Exception {
            store("outer");
            work.call();
        }

        @ActivateRequestContext
        <R> R inARequestOf(String tenant, Callable<R> work) throws Exception {
            request.set(tenant);
            return work.call();
        }
    }

    private TestDatabases databases;
    private WeldApplication application;
    private Work work;
    private Tenants tenants;
    private ManagedExecutor executor;

    @BeforeEach
    void start(TestDatabases own) {
        databases = own;
        application = WeldApplication.start(
                own.properties(),
                Map.of("polymongo.tenant.sources", "scope", "polymongo.tenant.directory", "open"),
                Work.class);
        work = application.get(Work.class);
        tenants = application.get(Tenants.class);
        // Else transactions would conflict about who makes it.
        databases.raw().getDatabase(databases.name("default")).createCollection("things");
        executor = ManagedExecutor.builder().maxAsync(1).build();
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        application.close();
    }

    private <R> R onOther(Callable<R> call) throws Exception {
        try {
            return executor.submit(call).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    private List<Document> things() {
        return databases
                .raw()
                .getDatabase(databases.name("default"))
                .getCollection("things")
                .find()
                .into(new ArrayList<>());
    }

    @Test
    void theTenantOfAScope() throws Exception {
        assertThat(tenants.call("acme", () -> onOther(work::database))).isEqualTo(databases.name("tenant_acme"));
        assertThat(tenants.call("globex", () -> onOther(work::database))).isEqualTo(databases.name("tenant_globex"));
        assertThatThrownBy(() -> onOther(work::database)).hasMessageStartingWith("PMONGO-0301: ");
    }

    @Test
    void theTenantOfARequest() throws Exception {
        assertThat(work.inARequestOf("acme", () -> onOther(work::database))).isEqualTo(databases.name("tenant_acme"));
        assertThatThrownBy(() -> onOther(work::database)).hasMessageStartingWith("PMONGO-0301: ");
    }

    @Test
    void clearedThereIsNone() throws Exception {
        ThreadContext cleared = ThreadContext.builder()
                .propagated(ThreadContext.NONE)
                .cleared(ThreadContext.ALL_REMAINING)
                .build();
        Callable<String> database = cleared.contextualCallable(work::database);
        tenants.run("acme", () -> {
            assertThatThrownBy(database::call).hasMessageStartingWith("PMONGO-0301: ");
            assertThat(work.database()).isEqualTo(databases.name("tenant_acme"));
        });
        work.inARequestOf("acme", () -> assertThatThrownBy(database::call).hasMessageStartingWith("PMONGO-0301: "));
        work.within(() -> {
            cleared.contextualCallable(() -> work.store("outside")).call();
            assertThat(things()).extracting(each -> each.get("_id")).containsExactly("outside");
            return null;
        });
        assertThat(things()).hasSize(2);
    }

    @Test
    void aCallOnBehalfOfATransactionIsRefused() throws Exception {
        work.within(() -> {
            assertRefused(() -> work.store(1));
            assertRefused(() -> work.find());
            assertRefused(() -> work.storeRequired(1));
            assertRefused(() -> application.get(PolyMongo.class).transaction(() -> work.store(1)));
            return null;
        });
        assertThat(things()).extracting(each -> each.get("_id")).containsExactly("outer");
    }

    private void assertRefused(Callable<?> call) {
        assertThatThrownBy(() -> onOther(call))
                .isInstanceOf(TransactionException.class)
                .hasMessageMatching(REFUSED);
    }

    @Test
    void alsoOnceTheTransactionHasEnded() throws Exception {
        List<Callable<Void>> late = new ArrayList<>();
        work.within(() -> late.add(ThreadContext.builder().build().contextualCallable(() -> work.store(1))));
        assertThatThrownBy(() -> late.get(0).call()).hasMessageMatching(REFUSED);
        work.store(2);
        assertThat(things()).hasSize(2);
    }

    @Test
    void whatHasATransactionOfItsOwnOrNoneIsServed() throws Exception {
        work.within(() -> {
            onOther(() -> work.storeOnItsOwn(1));
            onOther(() -> work.storeWithout(2));
            assertThat(things()).extracting(each -> each.get("_id")).containsExactlyInAnyOrder(1, 2);
            return null;
        });
        assertThat(things()).hasSize(3);
    }

    @Test
    void nothingIsLeftOnTheThread() throws Exception {
        work.within(() -> {
            assertRefused(() -> work.store(1));
            return null;
        });
        onOther(() -> work.store(2));
        assertThat(things()).extracting(each -> each.get("_id")).containsExactlyInAnyOrder("outer", 2);
    }
}
