package io.polymongo.internal.cdi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** The tenant of one request, set once by the REST filter. */
@RequestScoped
public class RequestTenantHolder {

    private final PolyMongoOwner owner;
    private volatile @Nullable String id;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected RequestTenantHolder() {
        this.owner = null;
    }

    /** Tells the owner when it is worth asking. */
    @Inject
    public RequestTenantHolder(PolyMongoOwner owner) {
        this.owner = owner;
    }

    /** The tenant, or null where the request has none. */
    public @Nullable String id() {
        return id;
    }

    /** Sets a checked id, or null. */
    public void set(@Nullable String checkedId) {
        id = checkedId;
        if (checkedId != null) {
            owner.aRequestHasTenant();
        }
    }
}
