package io.polymongo.internal.rest;

import io.polymongo.internal.cdi.PolyMongoOwner;
import io.polymongo.internal.cdi.RequestTenantHolder;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
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

    @Inject
    @SuppressWarnings("NullAway.Init")
    PolyMongoOwner owner;

    @Inject
    @SuppressWarnings("NullAway.Init")
    RequestTenantHolder holder;

    @Override
    public void filter(ContainerRequestContext request) {
        holder.set(owner.sources().idOf(new RestTenantRequest(request)));
    }
}
