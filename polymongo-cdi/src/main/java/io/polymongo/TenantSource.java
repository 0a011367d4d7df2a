package io.polymongo;

/** Where a request's tenant may come from; the values of {@code polymongo.tenant.sources}. */
public enum TenantSource {
    /** Explicit scopes only: {@link Tenants#call}, {@link Tenants#run} and {@link WithTenant}. They work with every value. */
    SCOPE,
    /** The request header {@code polymongo.tenant.header}. */
    HEADER,
    /** The query parameter {@code polymongo.tenant.query}. */
    QUERY
}
