package io.polymongo.embedded;

import io.polymongo.EmbeddedServer;

/** What {@code polymongo.uri=embedded} finds. */
public final class EmbeddedMongoService implements EmbeddedServer {

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedMongoService() {}

    @Override
    public Running start() {
        return EmbeddedMongo.builder().start();
    }
}
