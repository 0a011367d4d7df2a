package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("liberty")
class LibertyRuntimeIT extends EnterpriseSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new Liberty());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
