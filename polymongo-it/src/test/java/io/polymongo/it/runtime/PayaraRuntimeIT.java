package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("payara")
class PayaraRuntimeIT extends EnterpriseSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new Payara());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
