package io.polymongo;

import java.security.Principal;
import java.util.List;
import java.util.Optional;

/** What a {@link TenantResolver} sees of a request, after authentication. Valid during that one request only. */
public interface TenantRequest {

    /**
     * A header's values.
     *
     * @param name the header's name, in any case
     * @return all values, as sent; empty if there is none
     */
    List<String> header(String name);

    /**
     * A query parameter's values.
     *
     * @param name the parameter's name
     * @return all values, decoded; empty if there is none
     */
    List<String> query(String name);

    /**
     * The path relative to the application's own.
     *
     * @return the path, without a leading slash
     */
    String path();

    /**
     * Who was authenticated.
     *
     * @return the principal, or empty for an anonymous request
     */
    Optional<Principal> principal();

    /**
     * The request as the runtime knows it, for what is not here.
     *
     * @param type for example {@code jakarta.ws.rs.container.ContainerRequestContext}
     * @param <T> the same
     * @return it, or empty if the request is of another type
     */
    <T> Optional<T> unwrap(Class<T> type);
}
