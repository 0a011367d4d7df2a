package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** Answers commands; the wire calls the outermost one, and each may stand before another. Thread-safe. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Answers a command; may block, unless the request may not wait.
     *
     * @return the whole reply with {@code ok}
     * @throws CommandError for an answer with {@code ok: 0}
     * @throws MustWait if the request may not wait and would; nothing was done then
     */
    Document handle(Request request);

    /**
     * Answers a command on a thread of the network, where it can neither wait nor take long.
     *
     * @return null, as it is by itself, to have nothing done and the command handled on a thread that may wait
     */
    default @Nullable Document atOnce(Request request) {
        return null;
    }
}
