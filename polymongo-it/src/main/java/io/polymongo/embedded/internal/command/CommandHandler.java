package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;

/** Answers commands; the wire calls the outermost one, and each may stand before another. Thread-safe. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Answers a command; may block, never on a thread of the network.
     *
     * @return the whole reply with {@code ok}
     * @throws CommandError for an answer with {@code ok: 0}
     */
    Document handle(Request request);
}
