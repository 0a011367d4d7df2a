package io.polymongo;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenants: who is being served, and their life. Thread-safe; injectable. */
public interface Tenants {

    /**
     * The tenant in force on this thread: the innermost explicit scope's, else the request's, else
     * {@code polymongo.tenant.default}. Whether the directory knows it is not asked.
     *
     * @return its id, or empty where there is none
     */
    Optional<String> current();

    /**
     * Does work as a tenant: until it returns, {@link Tenant} handles on this thread mean this tenant. Scopes nest; the
     * former tenant is back afterwards, also after an exception.
     *
     * @param tenant the tenant's id
     * @param work what to do; it must not leave lazy work for other threads behind
     * @param <R> what the work returns
     * @param <X> what the work may throw
     * @return what the work returned
     * @throws X what the work threw
     * @throws InvalidTenantException for an id that breaks the rules, before the work begins
     */
    <R extends @Nullable Object, X extends Exception> R call(String tenant, TenantWork<R, X> work) throws X;

    /**
     * The same as {@link #call} for work that returns nothing.
     *
     * @param tenant the tenant's id
     * @param action what to do
     * @param <X> what the action may throw
     * @throws X what the action threw
     * @throws InvalidTenantException for an id that breaks the rules, before the action begins
     */
    <X extends Exception> void run(String tenant, TenantAction<X> action) throws X;

    /**
     * Makes a tenant ready: registers it where the directory is {@code stored}, and creates the collections and indexes
     * that {@link CollectionSpec} beans ask for. May be repeated at will: what exists stays as it is, and a suspended
     * tenant stays suspended. A tenant becomes known only once everything was created.
     *
     * @param tenant the tenant's id
     * @return where it lives
     * @throws InvalidTenantException for an id that breaks the rules, or whose database is no tenant's
     * @throws TenantException {@link ErrorId#TENANT_DATABASE_TAKEN} if the database belongs to another tenant
     * @throws UnknownTenantException if the application's own directory does not know it
     * @throws TransactionException where a transaction is open, since this is part of none
     */
    TenantPlacement provision(String tenant);

    /**
     * Refuses further calls for a tenant: here at once, in other instances within
     * {@code polymongo.tenant.directory-cache}. Its data stays.
     *
     * @param tenant the tenant's id
     * @throws UnknownTenantException if there is no such tenant
     * @throws PolyMongoException {@link ErrorId#DIRECTORY_UNSUPPORTED} unless the directory is {@code stored}
     * @throws TransactionException where a transaction is open, since this is part of none
     */
    void suspend(String tenant);

    /**
     * Serves a suspended tenant again; see {@link #suspend}.
     *
     * @param tenant the tenant's id
     * @throws UnknownTenantException if there is no such tenant
     * @throws PolyMongoException {@link ErrorId#DIRECTORY_UNSUPPORTED} unless the directory is {@code stored}
     * @throws TransactionException where a transaction is open, since this is part of none
     */
    void resume(String tenant);

    /**
     * All tenants, the suspended ones too. Where the directory is {@code open}, those whose database exists.
     *
     * @return their ids in ascending order
     */
    List<String> ids();
}
