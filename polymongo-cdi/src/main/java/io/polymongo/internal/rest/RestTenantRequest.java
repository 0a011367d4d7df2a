package io.polymongo.internal.rest;

import io.polymongo.TenantRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

/** A request as Jakarta REST knows it. */
record RestTenantRequest(ContainerRequestContext request) implements TenantRequest {

    @Override
    public List<String> header(String name) {
        List<String> values = request.getHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public List<String> query(String name) {
        List<String> values = request.getUriInfo().getQueryParameters().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public String path() {
        String path = request.getUriInfo().getPath();
        return path.startsWith("/") ? path.substring(1) : path;
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(request.getSecurityContext().getUserPrincipal());
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(request) ? Optional.of(type.cast(request)) : Optional.empty();
    }
}
