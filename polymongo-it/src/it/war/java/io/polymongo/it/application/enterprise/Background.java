package io.polymongo.it.application.enterprise;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.it.application.User;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Work on the server's own threads. */
@ApplicationScoped
@ContextServiceDefinition(
        name = "java:app/concurrent/tenantsContext",
        propagated = {ContextServiceDefinition.APPLICATION, ContextServiceDefinition.SECURITY, "PolyMongo"})
@ManagedExecutorDefinition(name = "java:app/concurrent/tenants", context = "java:app/concurrent/tenantsContext")
public class Background {

    @Resource(lookup = "java:app/concurrent/tenants")
    ManagedExecutorService executor;

    @Resource
    ManagedExecutorService byDefault;

    @Inject
    Tenants tenants;

    @Inject
    @Tenant
    MongoCollection<User> users;

    /** Runs on another thread that takes the tenant along. */
    public <T> T submitted(Callable<T> work) throws InterruptedException, ExecutionException {
        return executor.submit(work).get();
    }

    /** Runs on a thread of the executor that every application has. */
    public <T> T submittedByDefault(Callable<T> work) throws InterruptedException, ExecutionException {
        return byDefault.submit(work).get();
    }

    /** The tenant of another thread, by the annotation. */
    @Asynchronous(executor = "java:app/concurrent/tenants")
    public CompletableFuture<String> tenant() {
        return Asynchronous.Result.complete(tenants.current().orElse("none"));
    }

    /** Within a transaction, what a call on another thread gets. */
    @PolyTransactional
    public String callBesideATransaction() throws InterruptedException {
        users.countDocuments();
        try {
            return "served: " + submitted(users::countDocuments);
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }
}
