package io.polymongo.internal.tenant;

import io.polymongo.MissingTenantException;
import io.polymongo.TenantWork;
import org.jspecify.annotations.Nullable;

/**
 * Who is being served on this thread: the innermost explicit scope, else the request, else the configured default.
 * Thread-safe; reading it allocates nothing.
 */
public final class CurrentTenant {

    private final ThreadLocal<@Nullable String> scope = new ThreadLocal<>();
    private final RequestTenant request;
    private final @Nullable String byDefault;

    /** Stands over a source of requests' tenants and a default, or null. */
    public CurrentTenant(RequestTenant request, @Nullable String byDefault) {
        this.request = request;
        this.byDefault = byDefault;
    }

    /** The tenant in force, or null. */
    public @Nullable String id() {
        String scoped = scope.get();
        if (scoped != null) {
            return scoped;
        }
        String requested = request.id();
        return requested != null ? requested : byDefault;
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
        String outer = scope.get();
        scope.set(tenant);
        try {
            return work.call();
        } finally {
            if (outer == null) {
                scope.remove();
            } else {
                scope.set(outer);
            }
        }
    }
}
