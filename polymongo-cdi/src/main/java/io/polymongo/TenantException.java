package io.polymongo;

/** A call for a tenant's database that was refused because of the tenant; raised before anything is sent to it. */
public class TenantException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public TenantException(ErrorId id, String message) {
        super(id, message);
    }
}
