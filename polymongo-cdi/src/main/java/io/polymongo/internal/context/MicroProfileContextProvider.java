package io.polymongo.internal.context;

import io.polymongo.internal.cdi.LiveOwners;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.spi.ThreadContextProvider;
import org.eclipse.microprofile.context.spi.ThreadContextSnapshot;

/** For MicroProfile Context Propagation. */
public final class MicroProfileContextProvider implements ThreadContextProvider {

    /** For the runtime. */
    public MicroProfileContextProvider() {}

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
