package io.polymongo.embedded.junit;

/** A test's hold of its database: closing it drops the database. */
record Lease(EmbeddedDatabase database, SharedServer server) implements AutoCloseable {

    @Override
    public void close() {
        server.drop(database);
    }
}
