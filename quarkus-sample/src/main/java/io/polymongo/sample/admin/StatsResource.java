package io.polymongo.sample.admin;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoStats;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The figures of pools and databases; the operator's, since they are about all tenants together. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
@AdminOnly
public class StatsResource {

    private final PolyMongo polyMongo;

    /** Reads figures. */
    @Inject
    public StatsResource(PolyMongo polyMongo) {
        this.polyMongo = polyMongo;
    }

    /** The figures at this moment. */
    @GET
    public PolyMongoStats stats() {
        return polyMongo.stats();
    }
}
