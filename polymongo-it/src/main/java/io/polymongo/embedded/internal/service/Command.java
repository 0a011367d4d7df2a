package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;

/** One command. Stateless. */
@FunctionalInterface
interface Command {

    /** The whole reply. */
    Document run(Call call);

    /** A reply of success, to be appended to. */
    static Document ok() {
        return new Document("ok", 1.0);
    }
}
