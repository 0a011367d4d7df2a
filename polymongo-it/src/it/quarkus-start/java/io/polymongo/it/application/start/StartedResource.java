package io.polymongo.it.application.start;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;

/** Since when the application runs. */
@Path("/started")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StartedResource {

    private volatile Instant since;

    void started(@Observes StartupEvent event) {
        since = Instant.now();
    }

    /** What is asked for first, in ms. */
    @GET
    public long since() {
        return since.toEpochMilli();
    }
}
