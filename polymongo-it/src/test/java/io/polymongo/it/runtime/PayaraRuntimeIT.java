package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("payara")
class PayaraRuntimeIT extends EnterpriseSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new Payara());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }

    @Test
    void itsLogHasALineForEachCommandAsTheHowToSays() {
        tenant("shown").get("users");
        await().untilAsserted(() -> assertThat(APPLICATION.log())
                .anyMatch(line -> line.matches(
                        ".* io\\.polymongo\\..* FINE: \\[shared] tenant_shown\\.users find .* ok tenant=shown")));
    }
}
