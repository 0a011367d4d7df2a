package io.polymongo;

/** A call through a tenant's handle that would have left the tenant's database; raised before anything is sent. */
public class TenantBoundaryException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public TenantBoundaryException(ErrorId id, String message) {
        super(id, message);
    }
}
