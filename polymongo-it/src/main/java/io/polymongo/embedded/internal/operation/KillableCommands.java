package io.polymongo.embedded.internal.operation;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.Request;

/** Notes each command while the next handler answers it, so that it may be listed and killed. Thread-safe. */
public final class KillableCommands implements CommandHandler {

    private final Operations operations;
    private final CommandHandler next;

    /** Stands before another handler. */
    public KillableCommands(Operations operations, CommandHandler next) {
        this.operations = operations;
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        // What may not wait is over before anybody could look.
        return request.mayWait() ? run(request) : next.handle(request);
    }

    private Document run(Request request) {
        try (Operation operation = operations.begin(request)) {
            try {
                return next.handle(request);
            } catch (ConnectionClosed e) {
                throw e;
            } catch (RuntimeException e) {
                CommandError interruption = operation.interruption();
                throw interruption == null ? e : interruption;
            }
        }
    }
}
