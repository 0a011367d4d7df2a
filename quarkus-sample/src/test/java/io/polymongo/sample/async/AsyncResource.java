package io.polymongo.sample.async;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.context.ThreadContext;

/** Answers on other threads: one of its own, with and without the request's context, and the runtime's, one at a time. */
@Path("/test/async")
@Singleton
public class AsyncResource {

    /** How PolyMongo's part of the context is called. */
    private static final String POLYMONGO = "PolyMongo";

    private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
    private final ThreadContext context = ThreadContext.builder()
            .propagated(ThreadContext.CDI, POLYMONGO)
            .cleared(ThreadContext.ALL_REMAINING)
            .build();
    private final ThreadContext cleared = ThreadContext.builder()
            .propagated(ThreadContext.CDI)
            .cleared(ThreadContext.ALL_REMAINING)
            .build();
    private final ManagedExecutor managed = ManagedExecutor.builder()
            .maxAsync(1)
            .propagated(ThreadContext.CDI, POLYMONGO)
            .cleared(ThreadContext.ALL_REMAINING)
            .build();
    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();

    @Inject
    SharedChain chain;

    @GET
    @Path("with-context")
    public CompletionStage<List<String>> withContext() {
        return CompletableFuture.supplyAsync(context.contextualSupplier(this::names), oneThread);
    }

    @GET
    @Path("cleared")
    public CompletionStage<List<String>> cleared() {
        return CompletableFuture.supplyAsync(cleared.contextualSupplier(this::names), oneThread);
    }

    @GET
    @Path("managed")
    public CompletionStage<List<String>> managed() {
        return managed.supplyAsync(chain::names);
    }

    @GET
    @Path("without-context")
    public CompletionStage<List<String>> withoutContext() {
        return CompletableFuture.supplyAsync(this::names, oneThread);
    }

    private List<String> names() {
        workers.add(Thread.currentThread());
        return chain.names();
    }

    /** The threads that {@link #oneThread} has had. */
    Set<Thread> workers() {
        return workers;
    }

    @PreDestroy
    void shutDown() {
        oneThread.shutdownNow();
        managed.shutdownNow();
    }
}
