package io.polymongo.internal.rest;

import io.polymongo.internal.cdi.PolyMongoOwner;
import io.polymongo.internal.cdi.RequestTenantHolder;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tenant of each request, after authentication. Whether the directory knows it is asked at the first call for
 * its database: nothing here waits, and a resource that needs no tenant needs no directory.
 */
@Provider
@Priority(Priorities.AUTHENTICATION + 10)
public class TenantFilter implements ContainerRequestFilter {

    private @Nullable PolyMongoOwner owner;
    private @Nullable RequestTenantHolder holder;

    /** Runtimes make it themselves; what it needs comes afterwards, since some of them call no other constructor. */
    public TenantFilter() {}

    /** Takes what it needs. */
    @Inject
    public void use(PolyMongoOwner owner, RequestTenantHolder holder) {
        this.owner = owner;
        this.holder = holder;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (owner == null || holder == null) {
            throw new IllegalStateException(
                    "the runtime made this filter without CDI, so that no request has a tenant");
        }
        holder.set(owner.sources().idOf(new RestTenantRequest(request)));
    }
}
