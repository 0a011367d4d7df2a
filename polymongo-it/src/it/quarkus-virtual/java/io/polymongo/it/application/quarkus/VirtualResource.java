package io.polymongo.it.application.quarkus;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.it.application.Transfers;
import io.polymongo.it.application.User;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ManagedExecutor;

/** Each request on a virtual thread of its own. */
@Path("/virtual")
@RequestScoped
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class VirtualResource {

    @Inject
    PolyMongo polyMongo;

    @Inject
    Tenants tenants;

    @Inject
    Transfers transfers;

    @Inject
    ManagedExecutor executor;

    @Inject
    @Tenant
    MongoCollection<User> users;

    /** The tenant here, and on another thread. */
    @GET
    @Path("tenant")
    public Map<String, String> tenant() throws InterruptedException, ExecutionException {
        return Map.of(
                "virtual", String.valueOf(Thread.currentThread().isVirtual()),
                "database", users.getNamespace().getDatabaseName(),
                "along", along(() -> tenants.current().orElse("none")));
    }

    /** Moves credits by the annotation. */
    @POST
    @Path("transfers")
    public Map<String, Integer> transfer(
            @QueryParam("from") String from, @QueryParam("to") String to, @QueryParam("credits") long credits) {
        int before = transfers.attempts();
        return Map.of("attempts", transfers.move(from, to, credits) - before);
    }

    /** Within a transaction, what a call on another thread gets. */
    @GET
    @Path("beside")
    public Map<String, String> beside() throws InterruptedException {
        return Map.of("answer", polyMongo.<String, InterruptedException>transaction(() -> {
            users.countDocuments();
            try {
                return "served: " + along(users::countDocuments);
            } catch (ExecutionException e) {
                return String.valueOf(e.getCause().getMessage());
            }
        }));
    }

    private <T> T along(Supplier<T> work) throws InterruptedException, ExecutionException {
        return executor.supplyAsync(work).get();
    }
}
