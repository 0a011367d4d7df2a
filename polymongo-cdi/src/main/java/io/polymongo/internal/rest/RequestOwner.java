package io.polymongo.internal.rest;

import io.polymongo.internal.cdi.PolyMongoOwner;
import io.polymongo.internal.log.Log;
import jakarta.enterprise.inject.spi.CDI;
import org.jspecify.annotations.Nullable;

/**
 * The owner in the application whose requests a filter or a mapper serves. Looked up and not injected, since Jersey injects
 * into neither unless it is a bean, and one that is could not be loaded without Jakarta REST. Thread-safe.
 */
final class RequestOwner {

    private volatile @Nullable PolyMongoOwner owner;

    /**
     * The owner; the container is asked once.
     *
     * @throws IllegalStateException if there is no container
     */
    PolyMongoOwner get() {
        PolyMongoOwner known = owner;
        if (known == null) {
            known = CDI.current().select(PolyMongoOwner.class).get();
            owner = known;
        }
        return known;
    }

    /** The log of the application's {@link io.polymongo.PolyMongo}; the runtime's where there is none: every error is answered. */
    Log log() {
        try {
            return get().log();
        } catch (RuntimeException e) {
            return Log.ofRuntime();
        }
    }
}
