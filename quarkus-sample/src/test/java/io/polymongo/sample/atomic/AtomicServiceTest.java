package io.polymongo.sample.atomic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import com.mongodb.client.model.Filters;
import io.polymongo.PolyMongo;
import io.polymongo.PolyTransactional;
import io.polymongo.TransactionException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interceptors within transactions, and Context Propagation out of them, on Quarkus. */
@QuarkusTest
class AtomicServiceTest {

    static class Above {
        @PolyTransactional
        Stream<String> stream() {
            return Stream.of();
        }
    }

    /** Without the annotation, and so no reason to refuse the application. */
    @ApplicationScoped
    static class Overriding extends Above {
        @Override
        Stream<String> stream() {
            return Stream.of("here");
        }
    }

    @Inject
    Overriding overriding;

    @Inject
    AtomicService service;

    @Inject
    PolyMongo polyMongo;

    @Inject
    ManagedExecutor executor;

    @BeforeEach
    void begin() {
        polyMongo.tenants().provision("atomic");
        service.begin();
    }

    private <R> R onOther(Callable<R> call) throws Exception {
        try {
            return executor.submit(call).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }

    @Test
    void aMethodThatIsOverriddenWithoutTheAnnotationIsNotTransactional() {
        assertThat(overriding.stream()).containsExactly("here");
    }

    @Test
    void theNextAttemptSeesTheOriginalParameters() {
        String database = polyMongo.database().getName();
        try (ClientSession rival = polyMongo.startSession(database)) {
            rival.startTransaction();
            polyMongo
                    .database()
                    .getCollection("atomic")
                    .updateOne(rival, Filters.eq("_id", 1), new Document("$set", new Document("name", "rival")));
            service.conflicts("cat", "dog", rival::abortTransaction);
        }
        assertThat(service.attempts()).hasSize(2).containsOnly("cat!dog?");
    }

    @Test
    void theTenantIsOnTheOtherThread() throws Exception {
        assertThat(polyMongo
                        .tenants()
                        .call("atomic", () -> onOther(() -> polyMongo.tenants().current())))
                .contains("atomic");
        assertThat(onOther(() -> polyMongo.tenants().current())).isEmpty();
        ThreadContext cleared = ThreadContext.builder()
                .propagated(ThreadContext.NONE)
                .cleared(ThreadContext.ALL_REMAINING)
                .build();
        polyMongo
                .tenants()
                .run(
                        "atomic",
                        () -> assertThat(cleared.contextualCallable(
                                                () -> polyMongo.tenants().current())
                                        .call())
                                .isEmpty());
    }

    @Test
    void aCallOnBehalfOfATransactionIsRefusedUnlessItHasItsOwn() throws Exception {
        service.within(() -> {
            assertThatThrownBy(() -> onOther(() -> service.store("other")))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageMatching(
                            "PMONGO-0507: the thread '[^']+' works on behalf of a transaction that is open on"
                                    + " another thread, and would run outside of it; make the call on the transaction's own"
                                    + " thread, or in a method of its own with TxType\\.REQUIRES_NEW or NOT_SUPPORTED");
            return onOther(() -> service.storeOnItsOwn("own"));
        });
        assertThat(service.attempts()).hasSize(2).doesNotHaveDuplicates();
        assertThat(service.ids()).containsExactlyInAnyOrder(1, "outer", "own");
    }
}
