package io.polymongo.sample.admin;

import io.polymongo.Tenants;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The life of tenants. */
@Path("/admin/tenants")
@Produces(MediaType.APPLICATION_JSON)
@AdminOnly
public class TenantsResource {

    /** A tenant as the operator sees it. */
    public record View(String id, boolean active) {}

    private final Tenants tenants;

    /** Serves tenants. */
    @Inject
    public TenantsResource(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Lists the ids of all tenants, the suspended ones too. */
    @GET
    public List<String> list() {
        return tenants.ids();
    }

    /** Makes a tenant ready, and leaves one that is ready as it is. */
    @PUT
    @Path("{id}")
    public View provision(@PathParam("id") String id) {
        return new View(id, tenants.provision(id).active());
    }

    /** Serves a tenant no longer; its data stays. */
    @POST
    @Path("{id}/suspend")
    public void suspend(@PathParam("id") String id) {
        tenants.suspend(id);
    }

    /** Serves a suspended tenant again. */
    @POST
    @Path("{id}/resume")
    public void resume(@PathParam("id") String id) {
        tenants.resume(id);
    }
}
