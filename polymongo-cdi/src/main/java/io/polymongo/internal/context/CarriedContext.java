package io.polymongo.internal.context;

import io.polymongo.internal.cdi.PolyMongoOwner;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import java.util.function.Supplier;

/** What a thread takes along for work on another one. The providers of both specifications are made by the runtime. */
final class CarriedContext {

    /** How both specifications call it. */
    static final String TYPE = "PolyMongo";

    private CarriedContext() {}

    /** The tenant and the mark of this thread: entered on the other one, and left again by what that returns. */
    static Supplier<Runnable> ofThisThread() {
        return owners().stream().map(PolyMongoOwner::carry).findFirst().orElse(() -> () -> {});
    }

    /** No tenant and no transaction, whatever the other thread has. */
    static Supplier<Runnable> cleared() {
        return owners().stream().map(PolyMongoOwner::carryNothing).findFirst().orElse(() -> () -> {});
    }

    /** Looked up, since nobody injects into providers; the application is the one whose thread asks. */
    private static List<PolyMongoOwner> owners() {
        try {
            Instance<PolyMongoOwner> owner = CDI.current().select(PolyMongoOwner.class);
            return owner.isResolvable() ? List.of(owner.get()) : List.of();
        } catch (IllegalStateException e) {
            // No container, and so nobody whose tenant it could be.
            return List.of();
        }
    }
}
