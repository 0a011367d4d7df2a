package io.polymongo;

/** A tenant id that breaks the rules, or whose database may not be a tenant's. Over REST: 400. */
public class InvalidTenantException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public InvalidTenantException(ErrorId id, String message) {
        super(id, message);
    }
}
