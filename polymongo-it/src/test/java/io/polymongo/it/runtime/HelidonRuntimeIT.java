package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("helidon")
class HelidonRuntimeIT extends RuntimeSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new Helidon());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }

    @Test
    void allOfThisWasServedByVirtualThreads() {
        assertThat(client().get("about").text("virtual")).isEqualTo("true");
    }
}
