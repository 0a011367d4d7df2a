package io.polymongo.embedded.internal.frontdoor;

import static io.polymongo.embedded.internal.frontdoor.CommandShape.Target.ANYTHING;
import static io.polymongo.embedded.internal.frontdoor.CommandShape.named;

import java.util.List;

/** Commands that a server has when its test commands are enabled, by which drivers test the Stable API. */
final class TestCommands {

    private static final String DEPRECATED = "testDeprecation";

    static final List<CommandShape> ALL = List.of(
            named("testVersion2", ANYTHING, Shape.of()),
            named("testVersions1And2", ANYTHING, Shape.of()).inStableApi(),
            named("testDeprecationInVersion2", ANYTHING, Shape.of()).inStableApi(),
            named("testRemoval", ANYTHING, Shape.of()).inStableApi(),
            named(DEPRECATED, ANYTHING, Shape.of()).inStableApi());

    private TestCommands() {}

    static boolean isDeprecated(CommandShape command) {
        return command.name().equals(DEPRECATED);
    }
}
