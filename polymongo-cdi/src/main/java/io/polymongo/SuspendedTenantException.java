package io.polymongo;

/** A tenant that is suspended. Over REST: 403. */
public class SuspendedTenantException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was wrong, the value, and the remedy
     */
    public SuspendedTenantException(String message) {
        super(ErrorId.TENANT_SUSPENDED, message);
    }
}
