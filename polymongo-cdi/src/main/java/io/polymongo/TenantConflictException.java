package io.polymongo;

/** One request names two tenants, so it is served for neither. Over REST: 403. */
public class TenantConflictException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was wrong, the value, and the remedy
     */
    public TenantConflictException(String message) {
        super(ErrorId.TENANT_CONFLICT, message);
    }
}
