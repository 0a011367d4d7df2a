package io.polymongo.internal.handle;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.Documentation;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the commands that the explanation names to those that run. */
class CommandListDocumentationTest {

    private static final String PAGE = "src/docs/explanation/tenant-boundary.md";
    private static final String SECTION = "Why the list of commands says what is allowed";

    @Test
    void theExplanationListsEveryCommandThatRuns() {
        List<String> listed = Documentation.section(PAGE, SECTION)
                .lines()
                .filter(line -> line.startsWith("`"))
                .flatMap(line -> Pattern.compile("`(\\w+)`").matcher(line).results())
                .map(name -> name.group(1).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(TenantCommands.WITHIN_DATABASE.stream(), TenantCommands.WITHOUT_DATABASE.stream())
                                .toList());
    }
}
