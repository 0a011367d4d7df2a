package io.polymongo.embedded.internal.store;

/** A collection's full name. */
public record Namespace(String database, String collection) {

    @Override
    public String toString() {
        return database + "." + collection;
    }
}
