package io.polymongo.sample.refused;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusProdModeTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stops a Quarkus application that was built: the configuration it is started with, told all at once. */
class RefusedStartTest {

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withEmptyApplication()
            .setRuntimeProperties(Map.of("polymongo.pool.max-size", "many", "polymongo.pool.min-idle", "-1"))
            .setRun(true)
            .setExpectExit(true);

    @Test
    void everyProblemIsToldAndTheProcessEnds() {
        assertThat(APPLICATION.getExitCode()).isEqualTo(1);
        assertThat(APPLICATION.getStartupConsoleOutput()).contains("""
                        PMONGO-0101: 2 problems:
                          - polymongo.pool.max-size=many is not a whole number; give one such as 10
                          - polymongo.pool.min-idle=-1 is negative; give 0 or more""");
    }
}
