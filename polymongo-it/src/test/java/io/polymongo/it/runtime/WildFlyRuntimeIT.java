package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("wildfly")
class WildFlyRuntimeIT extends EnterpriseSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new WildFly());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
