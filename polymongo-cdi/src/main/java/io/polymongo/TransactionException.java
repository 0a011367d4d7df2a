package io.polymongo;

import org.jspecify.annotations.Nullable;

/** A transaction that did not commit as it was asked to, or a call that does not go with the transaction's state. */
public class TransactionException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     */
    public TransactionException(ErrorId id, String message) {
        this(id, message, null);
    }

    /**
     * Creates an error that another one led to.
     *
     * @param id which error
     * @param message what was wrong, the value, and the remedy
     * @param cause what led to it, or null
     */
    public TransactionException(ErrorId id, String message, @Nullable Throwable cause) {
        super(id, message, cause);
    }
}
