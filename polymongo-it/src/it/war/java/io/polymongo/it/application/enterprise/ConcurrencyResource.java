package io.polymongo.it.application.enterprise;

import io.polymongo.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** What arrives on the server's threads. */
@Path("/concurrency")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ConcurrencyResource {

    @Inject
    Background background;

    @Inject
    Tenants tenants;

    /** The tenant on other threads: of the request, of a scope, and none. */
    @GET
    @Path("tenant")
    public Map<String, String> tenant() throws Exception {
        return Map.of(
                "executor", background.submitted(() -> tenants.current().orElse("none")),
                "default", background.submittedByDefault(() -> tenants.current().orElse("none")),
                "asynchronous", background.tenant().get(),
                "scope",
                        tenants.<String, Exception>call(
                                "scoped",
                                () -> background.submitted(
                                        () -> tenants.current().orElse("none"))));
    }

    /** What a call beside a transaction gets. */
    @GET
    @Path("transaction")
    public Map<String, String> transaction() throws InterruptedException {
        return Map.of("answer", background.callBesideATransaction());
    }
}
