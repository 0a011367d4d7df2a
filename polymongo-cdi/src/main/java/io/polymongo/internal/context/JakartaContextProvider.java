package io.polymongo.internal.context;

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
