package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("liberty")
class LibertyResolverRuntimeIT extends ResolverSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION =
            new RunningApplication(new Liberty(Wars::withResolver), "liberty-resolver");

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
