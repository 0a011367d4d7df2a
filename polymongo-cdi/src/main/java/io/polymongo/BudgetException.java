package io.polymongo;

/**
 * A pool that was not opened, since it would go beyond {@code polymongo.max-pools} or
 * {@code polymongo.max-total-connections}. Nothing was opened; a later use may succeed, when another pool was closed.
 */
public class BudgetException extends PolyMongoException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param id {@link ErrorId#BUDGET_POOLS} or {@link ErrorId#BUDGET_CONNECTIONS}
     * @param message who asked, what is in use by whom, the limit, and the remedy
     */
    public BudgetException(ErrorId id, String message) {
        super(id, message);
    }
}
