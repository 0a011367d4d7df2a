package io.polymongo;

import org.jspecify.annotations.Nullable;

/** The root of the errors that PolyMongo raises itself: a stable {@link ErrorId}, what was wrong, and the remedy. */
public class PolyMongoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorId id;

    /**
     * Creates an error; the message is put behind the id's number.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy; never a secret
     */
    public PolyMongoException(ErrorId id, String message) {
        this(id, message, null);
    }

    /**
     * Creates an error that another one led to.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy; never a secret
     * @param cause what led to it, or null
     */
    public PolyMongoException(ErrorId id, String message, @Nullable Throwable cause) {
        super(id.code() + ": " + message, cause);
        this.id = id;
    }

    /**
     * Which error this is.
     *
     * @return the id, never null
     */
    public ErrorId id() {
        return id;
    }
}
