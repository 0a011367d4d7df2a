package io.polymongo;

/** A well-formed tenant id that the directory does not know. Over REST: 404. */
public class UnknownTenantException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was wrong, the value, and the remedy
     */
    public UnknownTenantException(String message) {
        super(ErrorId.TENANT_UNKNOWN, message);
    }
}
