package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("wildfly")
class WildFlyRuntimeIT extends EnterpriseSuite {

    private static final Predicate<String> COMMAND = Pattern.compile(
                    "DEBUG \\[io\\.polymongo] .* \\[shared] tenant_shown\\.users find .* ok tenant=shown$")
            .asPredicate();

    @RegisterExtension
    static final RunningApplication APPLICATION = new RunningApplication(new WildFly());

    @Override
    RunningApplication application() {
        return APPLICATION;
    }

    /** Both at once: the how-to's line for the file, and its line for the console. */
    @Test
    void itsLogHasALineForEachCommandOnceItIsToldToAsTheHowToSays() throws IOException {
        Client tenant = tenant("shown");
        tenant.get("users");
        assertThat(APPLICATION.log()).noneMatch(COMMAND);
        List<String> lines = LogHowTo.settings("WildFly").stream()
                .filter(code -> code.startsWith("/"))
                .toList();

        assertThat(WildFly.cli(APPLICATION.folder(), APPLICATION.managementPort(), lines))
                .filteredOn("{\"outcome\" => \"success\"}"::equals)
                .hasSameSizeAs(lines);
        tenant.get("users");

        await().untilAsserted(() -> assertThat(APPLICATION.log()).anyMatch(COMMAND));
        assertThat(Files.readAllLines(APPLICATION.folder().resolve("standalone/log/server.log")))
                .anyMatch(COMMAND);
    }
}
