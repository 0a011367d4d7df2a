package io.polymongo;

/** A {@link PolyMongo} used after {@code disconnect()} or {@code close()}. */
public class NotConnectedException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public NotConnectedException(ErrorId id, String message) {
        super(id, message);
    }
}
