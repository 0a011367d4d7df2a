package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import io.polymongo.WithTenant;
import io.polymongo.it.SentCommands;
import io.polymongo.it.SentCommands.Sent;
import io.polymongo.it.WeldApplication;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MicroProfile Fault Tolerance around transactions, and interceptors within them, in a Weld container. */
@OnServer
class FaultToleranceIT {

    @ApplicationScoped
    static class Commands extends SentCommands {}

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Decorated {}

    /** Changes what the method is given, in both of the ways there are. */
    @Decorated
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
    static class Decorator {

        @AroundInvoke
        Object around(InvocationContext invocation) throws Exception {
            invocation.getParameters()[0] += "!";
            Object[] changed = invocation.getParameters().clone();
            changed[1] += "?";
            invocation.setParameters(changed);
            return invocation.proceed();
        }
    }

    @ApplicationScoped
    static class Service {

        private final AtomicInteger runs = new AtomicInteger();
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Database
        @CollectionName("things")
        MongoCollection<Document> things;

        @Retry(maxRetries = 3, delay = 0)
        @PolyTransactional
        void failsTwice() {
            things.insertOne(new Document("run", runs.incrementAndGet()));
            if (runs.get() < 3) {
                throw new IllegalStateException("again");
            }
        }

        @Timeout(1000)
        @PolyTransactional
        void waitsTooLong() throws InterruptedException {
            runs.incrementAndGet();
            things.insertOne(new Document());
            TimeUnit.MINUTES.sleep(1);
        }

        @Timeout(1000)
        @PolyTransactional
        void reads() {
            runs.incrementAndGet();
            things.insertOne(new Document());
            while (things.countDocuments() > 0) {
                Thread.onSpinWait();
            }
        }

        @Timeout(1000)
        @PolyTransactional
        void swallows() {
            runs.incrementAndGet();
            things.insertOne(new Document());
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }

        @PolyTransactional
        @Decorated
        void conflicts(String name, String other, Runnable beforeSecondRun) {
            seen.add(name + other);
            if (runs.incrementAndGet() == 2) {
                beforeSecondRun.run();
            }
            things.updateOne(Filters.eq("_id", 1), new Document("$set", new Document("name", name)));
        }

        long count() {
            return things.countDocuments();
        }

        int runs() {
            return runs.get();
        }

        List<String> seen() {
            return List.copyOf(seen);
        }
    }

    @ApplicationScoped
    static class TenantService {

        @Inject
        @Tenant
        @CollectionName("things")
        MongoCollection<Document> things;

        @WithTenant("acme")
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
        Together together;

        @Asynchronous
        CompletionStage<String> store(CyclicBarrier both) throws Exception {
            return CompletableFuture.completedFuture(together.store(both));
        }
    }

    @ApplicationScoped
    static class Together {

        @Inject
        @Database
        @CollectionName("things")
        MongoCollection<Document> things;

        @PolyTransactional
        String store(CyclicBarrier both) throws Exception {
            things.insertOne(new Document());
            both.await(30, TimeUnit.SECONDS);
            return Thread.currentThread().getName();
        }
    }

    private TestDatabases databases;
    private WeldApplication application;
    private Service service;
    private Commands sent;

    @BeforeEach
    void start(TestDatabases own) {
        databases = own;
        application = WeldApplication.start(
                own.properties(),
                Map.of("polymongo.tenant.sources", "scope", "polymongo.tenant.directory", "open"),
                Commands.class,
                Decorator.class,
                Service.class,
                TenantService.class,
                AsyncService.class,
                Together.class);
        service = application.get(Service.class);
        sent = application.get(Commands.class);
        // The clock of @Timeout is for the work alone, and nobody is to conflict because of a collection that is new.
        databases.raw().getDatabase(databases.name("default")).createCollection("things");
        assertThat(service.count()).isZero();
        sent.clear();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private List<Document> things(String database) {
        return databases
                .raw()
                .getDatabase(databases.name(database))
                .getCollection("things")
                .find()
                .into(new ArrayList<>());
    }

    private List<String> transactions() {
        return sent.documents().stream()
                .filter(Sent::isInTransaction)
                .map(Sent::transaction)
                .distinct()
                .toList();
    }

    @Test
    void eachAttemptOfARetryHasATransactionOfItsOwn() {
        service.failsTwice();
        assertThat(things("default")).extracting(each -> each.get("run")).containsExactly(3);
        assertThat(transactions()).hasSize(3);
        assertThat(sent.all())
                .filteredOn(where -> where.endsWith("Transaction"))
                .containsExactly("admin.abortTransaction", "admin.abortTransaction", "admin.commitTransaction");
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
        assertThat(service.runs()).isOne();
        assertThat(things("default")).isEmpty();
        assertThat(transactions()).hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aFallbackBelongsToTheTenantThatWasDeclared() {
        assertThat(application.get(TenantService.class).fails("cat")).isEqualTo(databases.name("tenant_acme"));
        assertThat(things("tenant_acme")).extracting(each -> each.get("name")).containsExactly("instead of cat");
    }

    @Test
    void asynchronousCallsHaveSessionsOfTheirOwn() {
        AsyncService async = application.get(AsyncService.class);
        CyclicBarrier both = new CyclicBarrier(2);
        List<CompletionStage<String>> stages = new ArrayList<>();
        assertThatCode(() -> {
                    stages.add(async.store(both));
                    stages.add(async.store(both));
                })
                .doesNotThrowAnyException();
        assertThat(stages)
                .extracting(each -> each.toCompletableFuture().get(30, TimeUnit.SECONDS))
                .doesNotHaveDuplicates()
                .doesNotContain(Thread.currentThread().getName());
        assertThat(things("default")).hasSize(2);
        assertThat(sent.documents())
                .filteredOn(Sent::isInTransaction)
                .extracting(each -> each.document().get("lsid"))
                .satisfies(all -> assertThat(all.stream().distinct()).hasSize(2));
    }

    @Test
    void theNextAttemptSeesTheOriginalParameters() {
        databases
                .raw()
                .getDatabase(databases.name("default"))
                .getCollection("things")
                .insertOne(new Document("_id", 1));
        try (ClientSession rival = databases.raw().startSession()) {
            rival.startTransaction();
            databases
                    .raw()
                    .getDatabase(databases.name("default"))
                    .getCollection("things")
                    .updateOne(rival, Filters.eq("_id", 1), new Document("$set", new Document("name", "rival")));
            service.conflicts("cat", "dog", rival::abortTransaction);
        }
        assertThat(service.seen()).hasSize(2).containsOnly("cat!dog?");
        assertThat(things("default")).extracting(each -> each.get("name")).containsExactly("cat!");
    }
}
