package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("payara")
class PayaraResolverRuntimeIT extends ResolverSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION =
            new RunningApplication(new Payara(Wars::withResolver), "payara-resolver");

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
