package io.polymongo.internal.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests to a resource class that is {@code @PolyTransactional} and no bean: the runtime makes such a class
 * itself, and nobody would run its methods in transactions. No extension sees it, so it is found here.
 */
@Provider
@Priority(Priorities.USER)
public class TransactionalResourceFilter implements ContainerRequestFilter {

    @Context
    private @Nullable ResourceInfo resource;

    private final RequestOwner owner = new RequestOwner();

    /** For the runtime. */
    public TransactionalResourceFilter() {}

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource != null && resource.getResourceClass() != null) {
            owner.get().transactionalClasses().requireIntercepted(resource.getResourceClass());
        }
    }
}
