package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements of a write. MongoDB reads each when its turn comes, so that those before a wrong one are run. */
final class Statements {

    private static final int LARGEST_BATCH = 100_000;

    private Statements() {}

    /** Looks into one statement. */
    @FunctionalInterface
    interface Check {

        /** @param command the whole command, which may have variables */
        void check(Document statement, Document command);
    }

    /** How many there may be. */
    static Collection<?> batch(Request request, String field) {
        Collection<?> batch = request.body().get(field) instanceof Collection<?> elements ? elements : List.of();
        if (batch.isEmpty() || batch.size() > LARGEST_BATCH) {
            throw new CommandError(
                    ErrorCode.INVALID_LENGTH,
                    "Write batch sizes must be between 1 and " + LARGEST_BATCH + ". Got " + batch.size()
                            + " operations.");
        }
        return batch;
    }

    /** The request with what is wrong with its statements; what only this server cannot do refuses them all. */
    static Request check(Request request, String field, Check check) {
        Map<Integer, CommandError> errors = new HashMap<>();
        int index = 0;
        for (Object statement : batch(request, field)) {
            try {
                check.check((Document) statement, request.body());
            } catch (CommandError e) {
                if (e.code() == ErrorCode.COMMAND_NOT_SUPPORTED.code()) {
                    throw e;
                }
                errors.put(index, e);
            }
            index++;
        }
        return errors.isEmpty() ? request : request.with(errors);
    }
}
