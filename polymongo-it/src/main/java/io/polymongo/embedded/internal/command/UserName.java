package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;

/**
 * A user's full name.
 *
 * @param database where the user is defined and authenticates
 * @param name unique in it
 */
public record UserName(String database, String name) {

    /** As replies show it. */
    public Document document() {
        return new Document("user", name).append("db", database);
    }

    @Override
    public String toString() {
        return name + "@" + database;
    }
}
