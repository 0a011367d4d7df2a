package io.polymongo.internal.rest;

import com.mongodb.MongoException;
import io.polymongo.PolyMongoException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Our own errors as problem documents. */
@Provider
public class PolyMongoExceptionMapper implements ExceptionMapper<PolyMongoException> {

    private final RequestOwner owner = new RequestOwner();

    /** For the runtime. */
    public PolyMongoExceptionMapper() {}

    @Override
    public Response toResponse(PolyMongoException exception) {
        return problem(exception).answerTo(exception, owner.log());
    }

    static Problem problem(PolyMongoException exception) {
        return switch (exception.id()) {
            case TENANT_MISSING ->
                new Problem("tenant-missing", "No tenant", 400, "The request must say which tenant it is for.");
            case TENANT_INVALID, TENANT_DATABASE_FORBIDDEN ->
                new Problem("tenant-invalid", "Not a tenant", 400, "What the request says is no tenant's id.");
            case TENANT_UNKNOWN -> new Problem("tenant-unknown", "Unknown tenant", 404, "There is no such tenant.");
            case TENANT_SUSPENDED ->
                new Problem("tenant-suspended", "Tenant suspended", 403, "The tenant is not served at present.");
            case TENANT_CONFLICT ->
                new Problem("tenant-conflict", "Two tenants", 403, "The request names more than one tenant.");
            case TENANT_DATABASE_TAKEN ->
                new Problem("tenant-exists", "Tenant exists", 409, "The tenant's data would be another tenant's, too.");
            case DATABASE_FOREIGN, COMMAND_REFUSED, GRIDFS_REFUSED ->
                new Problem("tenant-boundary", "Not the tenant's", 403, "The request reaches beyond its tenant.");
            case DIRECTORY_UNSUPPORTED ->
                new Problem("not-supported", "Not supported", 501, "The directory of tenants cannot do this.");
            case DISCONNECTED,
                    CLOSED,
                    POOL_CLOSING,
                    DATABASE_DROPPING,
                    WORK_CUT_OFF,
                    BUDGET_POOLS,
                    BUDGET_CONNECTIONS -> unavailable();
            case TRANSACTION_ROLLED_BACK -> rolledBack(exception.getCause());
            case TRANSACTION_OUTCOME_UNKNOWN ->
                new Problem(
                        "outcome-unknown",
                        "Outcome unknown",
                        500,
                        "Nobody knows whether the request was carried out; look before you send it again.");
            default -> internal();
        };
    }

    /** As the error that was caught would have been answered. */
    private static Problem rolledBack(@Nullable Throwable cause) {
        return cause instanceof MongoException error ? MongoExceptionMapper.problem(error) : internal();
    }

    static Problem unavailable() {
        return new Problem(
                "unavailable", "Database unavailable", 503, "The database cannot be reached; try again later.");
    }

    static Problem internal() {
        return new Problem("internal", "Internal error", 500, "The request failed; the server's log says why.");
    }
}
