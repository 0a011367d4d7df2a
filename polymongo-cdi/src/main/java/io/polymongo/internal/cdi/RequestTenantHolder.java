package io.polymongo.internal.cdi;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The tenant of one request, set once by the REST filter. */
@RequestScoped
public class RequestTenantHolder {

    private volatile @Nullable String id;

    /** The tenant, or null where the request has none. */
    public @Nullable String id() {
        return id;
    }

    /** Sets a checked id, or null. */
    public void set(@Nullable String checkedId) {
        id = checkedId;
    }
}
