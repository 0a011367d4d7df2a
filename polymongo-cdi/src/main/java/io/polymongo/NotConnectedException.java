package io.polymongo;

import org.jspecify.annotations.Nullable;

/** Used while it, or a pool of it, was being closed, or after that. */
public class NotConnectedException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public NotConnectedException(ErrorId id, String message) {
        this(id, message, null);
    }

    /**
     * Creates an error that another one led to.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     * @param cause what led to it, or null
     */
    public NotConnectedException(ErrorId id, String message, @Nullable Throwable cause) {
        super(id, message, cause);
    }
}
