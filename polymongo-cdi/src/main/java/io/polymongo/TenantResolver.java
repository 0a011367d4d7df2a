package io.polymongo;

import java.util.Optional;

/**
 * Finds the tenant of a request in a way that {@code polymongo.tenant.sources} does not know. An application may give
 * one bean of this type; it is asked first, and the configured sources must not disagree with it.
 */
@FunctionalInterface
public interface TenantResolver {

    /**
     * Finds the tenant; called once for each REST request, after authentication, on the request's thread.
     *
     * @param request the request
     * @return the tenant's id, or empty to leave it to the configured sources; an id that breaks the rules is refused
     */
    Optional<String> resolve(TenantRequest request);
}
