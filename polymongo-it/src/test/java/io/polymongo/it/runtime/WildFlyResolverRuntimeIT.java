package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("wildfly")
class WildFlyResolverRuntimeIT extends ResolverSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION =
            new RunningApplication(new WildFly(Wars::withResolver), "wildfly-resolver");

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
