package io.polymongo;

/** A database or collection name that MongoDB, or {@code polymongo.prefer-uri}, does not allow; raised before anything is sent. */
public class InvalidNameException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public InvalidNameException(ErrorId id, String message) {
        super(id, message);
    }
}
