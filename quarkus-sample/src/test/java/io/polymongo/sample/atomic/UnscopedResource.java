package io.polymongo.sample.atomic;

import io.polymongo.PolyTransactional;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Transactional, and without a scope of its own. */
@Path("/test/unscoped")
@PolyTransactional
public class UnscopedResource {

    @Inject
    AtomicService service;

    @POST
    @Path("{id}")
    public void store(@PathParam("id") String id) {
        service.store(id);
    }

    @POST
    @Path("{id}/failing")
    public void fail(@PathParam("id") String id) {
        service.store(id);
        throw new IllegalStateException("after it was stored");
    }
}
