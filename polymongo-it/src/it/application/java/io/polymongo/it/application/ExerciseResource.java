package io.polymongo.it.application;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** Calls what the library does in a container, and tells what came of it. */
@Path("/exercise")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ExerciseResource {

    @Inject
    Injected injected;

    @Inject
    Scopes scopes;

    @Inject
    Transfers transfers;

    @Inject
    Flaky flaky;

    @Inject
    PolyMongo polyMongo;

    @Inject
    Tenants tenants;

    @Inject
    @Tenant
    MongoCollection<User> users;

    /** What each injected handle means. */
    @GET
    @Path("injection")
    public Map<String, String> injection() {
        return injected.names();
    }

    /** The request's tenant, with two scopes inside of it. */
    @GET
    @Path("scopes/{tenant}")
    public Map<String, String> scopes(@PathParam("tenant") String tenant) {
        return Map.of(
                "request", scopes.ofCaller(),
                "scope", tenants.<String, RuntimeException>call(tenant, scopes::ofCaller),
                "declared", scopes.declared(),
                "after", tenants.current().orElse("none"));
    }

    /** Moves credits by the annotation. */
    @POST
    @Path("transfers")
    public Map<String, Integer> transfer(
            @QueryParam("from") String from, @QueryParam("to") String to, @QueryParam("credits") long credits) {
        int before = transfers.attempts();
        return Map.of("attempts", transfers.move(from, to, credits) - before);
    }

    /** How many entries the transfers left. */
    @GET
    @Path("transfers")
    public Map<String, Long> entries() {
        return Map.of("entries", transfers.entries());
    }

    /** Adds two users without the annotation; the second is there already. */
    @POST
    @Path("programmatic")
    public void programmatic() {
        polyMongo.transaction(() -> {
            users.insertOne(new User("new", "New", 0));
            return users.insertOne(new User("ann", "Ann", 0));
        });
    }

    /** Adds a user at the third attempt. */
    @POST
    @Path("flaky")
    public Map<String, Integer> flaky() {
        int before = flaky.calls();
        flaky.addAtTheThirdTime(new User("flaky", "Flaky", 0));
        return Map.of("calls", flaky.calls() - before);
    }
}
