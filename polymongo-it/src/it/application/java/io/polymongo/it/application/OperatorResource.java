package io.polymongo.it.application;

import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoStats;
import io.polymongo.PoolDefinition;
import io.polymongo.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;

/** The life of tenants, pools, and the figures. */
@Path("/operator")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OperatorResource {

    @Inject
    PolyMongo polyMongo;

    @Inject
    Tenants tenants;

    /** The figures at this moment. */
    @GET
    @Path("stats")
    public PolyMongoStats stats() {
        return polyMongo.stats();
    }

    /** Puts a database into a pool of its own. */
    @PUT
    @Path("pools/{name}/{database}")
    public void define(@PathParam("name") String name, @PathParam("database") String database) {
        polyMongo
                .pools()
                .define(
                        name,
                        PoolDefinition.builder().databases(Set.of(database)).build());
    }

    /** The ids of all tenants. */
    @GET
    @Path("tenants")
    public List<String> list() {
        return tenants.ids();
    }

    /** Makes a tenant ready. */
    @PUT
    @Path("tenants/{id}")
    public void provision(@PathParam("id") String id) {
        tenants.provision(id);
    }

    /** Serves a tenant no longer. */
    @POST
    @Path("tenants/{id}/suspend")
    public void suspend(@PathParam("id") String id) {
        tenants.suspend(id);
    }

    /** Serves it again. */
    @POST
    @Path("tenants/{id}/resume")
    public void resume(@PathParam("id") String id) {
        tenants.resume(id);
    }
}
