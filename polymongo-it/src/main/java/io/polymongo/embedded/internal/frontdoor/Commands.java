package io.polymongo.embedded.internal.frontdoor;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tables of commands in one. */
final class Commands {

    static final Map<String, CommandShape> BY_NAME = Stream.of(
                    ReadCommands.ALL,
                    WriteCommands.ALL,
                    CatalogueCommands.ALL,
                    SessionCommands.ALL,
                    AdministrationCommands.ALL,
                    TestCommands.ALL,
                    RefusedCommands.ALL)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(CommandShape::name, Function.identity()));

    private Commands() {}

    static @Nullable CommandShape named(String name) {
        return BY_NAME.get(name);
    }
}
