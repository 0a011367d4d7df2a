package io.polymongo.internal.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Finds the tenant of each request, after authentication. Whether the directory knows it is asked at the first call for
 * its database: nothing here waits, and a resource that needs no tenant needs no directory.
 */
@Provider
@Priority(Priorities.AUTHENTICATION + 10)
public class TenantFilter implements ContainerRequestFilter {

    private final RequestOwner owner = new RequestOwner();

    /** For the runtime. */
    public TenantFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        owner.get().serve(new RestTenantRequest(request));
    }
}
