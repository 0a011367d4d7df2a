package io.polymongo.internal.tenant;

import org.jspecify.annotations.Nullable;

/** The tenant of the request being served, if one is. The container's side of it stands behind this. */
@FunctionalInterface
public interface RequestTenant {

    /** Where there are no requests. */
    RequestTenant NONE = () -> null;

    /** The request's tenant, or null outside a request or in one without a tenant. */
    @Nullable
    String id();
}
