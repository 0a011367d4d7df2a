package io.polymongo.internal.tenant;

import io.polymongo.MissingTenantException;
import io.polymongo.TenantWork;
import org.jspecify.annotations.Nullable;

/**
 * Who is being served on this thread: the innermost explicit scope, else the request, else the configured default.
 * Thread-safe; reading it allocates nothing.
 */
public final class CurrentTenant {

    /**
     * An explicit scope.
     *
     * @param id its tenant, or null for one without, which masks the request
     */
    private record TenantScope(@Nullable String id) {}

    private static final TenantScope NOBODY = new TenantScope(null);

    private final ThreadLocal<@Nullable TenantScope> scope = new ThreadLocal<>();
    private final RequestTenant request;
    private final @Nullable String byDefault;

    /** Stands over a source of requests' tenants and a default, or null. */
    public CurrentTenant(RequestTenant request, @Nullable String byDefault) {
        this.request = request;
        this.byDefault = byDefault;
    }

    /** The tenant in force, or null. */
    public @Nullable String id() {
        TenantScope scoped = scope.get();
        String id = scoped != null ? scoped.id() : request.id();
        return id != null ? id : byDefault;
    }

    /** The tenant in force. */
    String require() {
        String id = id();
        if (id == null) {
            throw new MissingTenantException(
                    "no tenant is known for this call; set one with"
                            + " tenants().call(\"acme\", …) or @WithTenant, or let requests carry one (polymongo.tenant.sources)");
        }
        return id;
    }

    /** Does work in a scope of a checked id; the former scope is back afterwards. */
    <R extends @Nullable Object, X extends Exception> R call(String tenant, TenantWork<R, X> work) throws X {
        TenantScope outer = scope.get();
        scope.set(new TenantScope(tenant));
        try {
            return work.call();
        } finally {
            restore(outer);
        }
    }

    /**
     * Enters a scope, for those who cannot pass work: context propagation.
     *
     * @param tenant a checked id, or null for no tenant, also where the request has one
     * @return what leaves it again, on the same thread
     */
    public Runnable enter(@Nullable String tenant) {
        TenantScope outer = scope.get();
        scope.set(tenant == null ? NOBODY : new TenantScope(tenant));
        return () -> restore(outer);
    }

    private void restore(@Nullable TenantScope outer) {
        if (outer == null) {
            scope.remove();
        } else {
            scope.set(outer);
        }
    }
}
