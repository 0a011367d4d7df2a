package io.polymongo;

/** No tenant is known where a tenant's database was asked for. Over REST: 400. */
public class MissingTenantException extends TenantException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message what was wrong, the value, and the remedy
     */
    public MissingTenantException(String message) {
        super(ErrorId.TENANT_MISSING, message);
    }
}
