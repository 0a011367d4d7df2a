package io.polymongo.internal.context;

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
        return snapshot(CarriedContext.ofThisThread());
    }

    @Override
    public ThreadContextSnapshot clearedContext(Map<String, String> properties) {
        return snapshot(CarriedContext.cleared());
    }

    private static ThreadContextSnapshot snapshot(Supplier<Runnable> context) {
        return () -> context.get()::run;
    }

    @Override
    public String getThreadContextType() {
        return CarriedContext.TYPE;
    }
}
