package io.polymongo.sample.atomic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import io.polymongo.CollectionName;
import io.polymongo.PolyMongo;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import io.polymongo.TransactionException;
import io.polymongo.WithTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MicroProfile Fault Tolerance around transactions, on Quarkus. */
@QuarkusTest
class FaultToleranceTest {

    private static final String TENANT = "tolerant";

    @ApplicationScoped
    static class Service {

        private final AtomicInteger runs = new AtomicInteger();

        @Inject
        AtomicService atomic;

        @Retry(maxRetries = 3, delay = 0)
        @PolyTransactional
        void failsTwice() {
            atomic.store("kept");
            if (runs.incrementAndGet() < 3) {
                throw new IllegalStateException("again");
            }
        }

        @Timeout(2000)
        @PolyTransactional
        void waitsTooLong() throws InterruptedException {
            runs.incrementAndGet();
            atomic.store("lost");
            TimeUnit.MINUTES.sleep(1);
        }

        @Timeout(2000)
        @PolyTransactional
        void reads() {
            runs.incrementAndGet();
            atomic.store("lost");
            while (!atomic.ids().isEmpty()) {
                Thread.onSpinWait();
            }
        }

        @Timeout(2000)
        @PolyTransactional
        void swallows() {
            runs.incrementAndGet();
            atomic.store("lost");
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }

        void begin() {
            runs.set(0);
        }

        int runs() {
            return runs.get();
        }
    }

    @ApplicationScoped
    static class TenantService {

        @Inject
        @Tenant
        @CollectionName("tolerated")
        MongoCollection<Document> things;

        @WithTenant(TENANT)
        @Fallback(fallbackMethod = "instead")
        @PolyTransactional
        String fails(String name) {
            things.insertOne(new Document("name", name));
            throw new IllegalStateException("always");
        }

        String instead(String name) {
            things.insertOne(new Document("name", "instead of " + name));
            return things.getNamespace().getDatabaseName();
        }
    }

    @ApplicationScoped
    static class AsyncService {

        @Inject
        AtomicService atomic;

        @Inject
        Together together;

        @Inject
        PolyMongo polyMongo;

        @Asynchronous
        CompletionStage<String> storeTogether(Object id, CyclicBarrier both) throws Exception {
            return CompletableFuture.completedFuture(together.store(id, both));
        }

        @Asynchronous
        CompletionStage<Void> store(Object id) {
            return CompletableFuture.completedFuture(atomic.store(id));
        }

        @Asynchronous
        CompletionStage<Void> storeOnItsOwn(Object id) {
            return CompletableFuture.completedFuture(atomic.storeOnItsOwn(id));
        }

        @Asynchronous
        CompletionStage<Optional<String>> tenant() {
            return CompletableFuture.completedFuture(polyMongo.tenants().current());
        }
    }

    @ApplicationScoped
    static class Together {

        @Inject
        AtomicService atomic;

        @PolyTransactional
        String store(Object id, CyclicBarrier both) throws Exception {
            atomic.store(id);
            both.await(30, TimeUnit.SECONDS);
            return Thread.currentThread().getName();
        }
    }

    @Inject
    PolyMongo polyMongo;

    @Inject
    AtomicService atomic;

    @Inject
    Service service;

    @Inject
    TenantService tenantService;

    @Inject
    AsyncService async;

    @BeforeEach
    void begin() {
        polyMongo.tenants().provision(TENANT);
        atomic.begin();
        service.begin();
    }

    private static <R> R ended(CompletionStage<R> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    void eachAttemptOfARetryHasATransactionOfItsOwn() {
        service.failsTwice();
        assertThat(atomic.attempts()).hasSize(3).doesNotHaveDuplicates().doesNotContain("none");
        assertThat(atomic.ids()).containsExactlyInAnyOrder(1, "kept");
    }

    @Test
    void aTimeoutAbortsAndRepeatsNothing() {
        assertThatThrownBy(service::waitsTooLong).isInstanceOf(TimeoutException.class);
        assertAbortedOnce();
    }

    @Test
    void norWhileTheDriverIsAtWork() {
        assertThatThrownBy(service::reads).isInstanceOf(TimeoutException.class);
        assertAbortedOnce();
    }

    @Test
    void norWhereTheWorkPaysNoAttention() {
        assertThatThrownBy(service::swallows).isInstanceOf(TimeoutException.class);
        assertAbortedOnce();
    }

    private void assertAbortedOnce() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(service.runs()).isOne();
        assertThat(atomic.attempts()).hasSize(1).doesNotContain("none");
        assertThat(atomic.ids()).containsExactly(1);
        // Not while the transaction is open on the server.
        atomic.store("lost");
    }

    @Test
    void aFallbackBelongsToTheTenantThatWasDeclared() {
        MongoCollection<Document> things =
                polyMongo.database("tenant_" + TENANT).getCollection("tolerated");
        things.drop();
        assertThat(tenantService.fails("cat")).isEqualTo("tenant_" + TENANT);
        assertThat(things.find().map(each -> each.get("name")).into(new ArrayList<>()))
                .containsExactly("instead of cat");
    }

    @Test
    void asynchronousCallsHaveSessionsOfTheirOwn() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<CompletionStage<String>> stages =
                List.of(async.storeTogether("one", both), async.storeTogether("two", both));
        assertThat(List.of(ended(stages.get(0)), ended(stages.get(1))))
                .doesNotHaveDuplicates()
                .doesNotContain(Thread.currentThread().getName());
        assertThat(atomic.attempts())
                .hasSize(2)
                .doesNotContain("none")
                .extracting(each -> each.substring(0, each.lastIndexOf(' ')))
                .doesNotHaveDuplicates();
        assertThat(atomic.ids()).containsExactlyInAnyOrder(1, "one", "two");
    }

    @Test
    void anAsynchronousCallTakesTheTenantAlong() throws Exception {
        assertThat(polyMongo.tenants().call(TENANT, () -> ended(async.tenant())))
                .contains(TENANT);
        assertThat(ended(async.tenant())).isEmpty();
    }

    @Test
    void andTheMarkOfATransactionWhichRefusesAllThatIsNotOnItsOwn() throws Exception {
        atomic.within(() -> {
            assertThatThrownBy(() -> ended(async.store("other")))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageStartingWith("PMONGO-0507: ");
            return ended(async.storeOnItsOwn("own"));
        });
        assertThat(atomic.ids()).containsExactlyInAnyOrder(1, "outer", "own");
    }
}
