package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.AbstractMongoCollection.FindAndModifyPlanExecutorError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the engine and turns what it throws into answers. */
public final class EngineErrors {

    private static final int ENGINE_DOES_NOT_KNOW_THE_MODIFIER = 10147;

    private EngineErrors() {}

    /** Runs it; whatever it throws is a {@link CommandError} afterwards. */
    public static <T extends @Nullable Object> T run(Supplier<T> action) {
        try {
            return action.get();
        } catch (FindAndModifyPlanExecutorError e) {
            MongoServerError cause = e.getCause();
            throw translate(cause != null ? cause : e);
        } catch (MongoServerException e) {
            throw translate(e);
        } catch (ClassCastException
                | IllegalArgumentException
                | NullPointerException
                | IllegalStateException
                | ArithmeticException
                | IndexOutOfBoundsException e) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE, "the embedded server could not evaluate an operand: " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support this: " + e.getMessage());
        }
    }

    private static CommandError translate(MongoServerException thrown) {
        String message = thrown.getMessageWithoutErrorCode();
        if (thrown instanceof MongoServerError error) {
            if (error.getCode() == ENGINE_DOES_NOT_KNOW_THE_MODIFIER) {
                return new CommandError(
                        ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support this: " + message);
            }
            return new CommandError(error.getCode(), message);
        }
        return new CommandError(
                ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support this: " + message);
    }
}
