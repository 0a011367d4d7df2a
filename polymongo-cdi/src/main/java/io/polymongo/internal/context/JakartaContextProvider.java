package io.polymongo.internal.context;

import io.polymongo.internal.cdi.LiveOwners;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/** For Jakarta Concurrency. */
public final class JakartaContextProvider implements ThreadContextProvider {

    /** For the runtime. */
    public JakartaContextProvider() {}

    @Override
    public ThreadContextSnapshot currentContext(Map<String, String> properties) {
        return snapshot(LiveOwners.carry());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(LiveOwners.carryNothing());
    }

    private static ThreadContextSnapshot snapshot(Supplier<Runnable> context) {
        return () -> context.get()::run;
    }

    @Override
    public String getThreadContextType() {
        return "PolyMongo";
    }
}
