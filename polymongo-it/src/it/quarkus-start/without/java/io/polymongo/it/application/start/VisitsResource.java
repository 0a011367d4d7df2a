package io.polymongo.it.application.start;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.atomic.AtomicLong;

/** Counts visits, whoever comes. */
@Path("/visits")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class VisitsResource {

    private static final AtomicLong VISITS = new AtomicLong();

    /** One more. */
    @POST
    public long visit() {
        return VISITS.incrementAndGet();
    }
}
