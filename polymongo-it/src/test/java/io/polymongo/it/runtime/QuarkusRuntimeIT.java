package io.polymongo.it.runtime;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("quarkus")
class QuarkusRuntimeIT extends RuntimeSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new Quarkus("quarkus", ""));

    @Override
    RunningApplication application() {
        return APPLICATION;
    }
}
