package io.polymongo.embedded.internal.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Walks the tables of commands: each is passed by an example or refused by name. */
class CommandTablesTest {

    @Test
    void eachCommandHasAnExampleThatPassesOrIsRefused() {
        Set<String> done = new TreeSet<>();
        Commands.BY_NAME.forEach((name, command) -> {
            if (command.refusal() == null) {
                done.add(name);
                assertThat(CommandExamples.VALID).as("an example of %s", name).containsKey(name);
                assertThat(Door.send(CommandExamples.VALID.get(name))).as(name).isEmpty();
            } else {
                assertThat(Door.send(new Document(name, 1))).as(name).hasValueSatisfying(error -> {
                    assertThat(error.code()).isEqualTo(115);
                    assertThat(error)
                            .hasMessageContaining("'" + name + "'")
                            .hasMessageEndingWith("the embedded server does not support it");
                });
            }
        });
        assertThat(CommandExamples.VALID.keySet()).containsExactlyInAnyOrderElementsOf(done);
    }

    /** Values that ask for something, one for each type that a field may have. */
    private static final List<Object> ASKING =
            List.of(true, 1, "x", new Document("x", 1), List.of("x"), 1L, new UUID(1, 2));

    @Test
    void eachFieldOfACommandIsInItsExampleOrRefused() {
        CommandExamples.VALID.forEach((name, json) -> {
            Document example = Door.parse(json);
            CommandShape command = Commands.BY_NAME.get(name);
            for (Field field : command.shape().fields().values()) {
                if (!example.containsKey(field.name())) {
                    Document asking = example.clone();
                    asking.put(
                            field.name(),
                            ASKING.stream()
                                    .filter(field.type()::accepts)
                                    .findFirst()
                                    .orElseThrow());
                    assertThat(Door.send(asking))
                            .as("%s.%s", name, field.name())
                            .hasValueSatisfying(
                                    error -> assertThat(error.code()).isIn(115, 72, 40415));
                }
            }
        });
    }

    @Test
    void aCommandInNoTableIsNotFound() {
        for (String name : List.of("frobnicate", "geoNear", "bulkWrite", "FIND", "getLastError")) {
            CommandError error = Door.send(new Document(name, 1)).orElseThrow();
            assertThat(error.code()).isEqualTo(59);
            assertThat(error).hasMessage("no such command: '" + name + "'");
        }
        assertThat(Door.send(new Document()).orElseThrow().code()).isEqualTo(59);
    }

    @Test
    void searchIndexesAreOfAtlas() {
        assertThat(Door.send("{createSearchIndexes: 'c'}").orElseThrow()).hasMessageContaining("Atlas");
        assertThat(Door.stage("{$search: {}}").orElseThrow()).hasMessageContaining("Atlas");
    }

    @Test
    void idleCursorsAreNotListed() {
        String stage = "{aggregate: 1, pipeline: [{$currentOp: {idleCursors: %s}}], cursor: {}, $db: 'admin'}";
        assertThat(Door.send(stage.formatted(true)).orElseThrow())
                .returns(115, error -> error.code())
                .hasMessageContaining("$currentOp.idleCursors");
        assertThat(Door.send(stage.formatted(false))).isEmpty();
    }

    @Test
    void theStableApiLeavesCommandsAndFieldsOut() {
        String strict = ", apiVersion: '1', apiStrict: true}";
        assertThat(Door.send("{find: 'c'" + strict)).isEmpty();
        assertThat(Door.send("{distinct: 'c', key: 'a'" + strict).orElseThrow().code())
                .isEqualTo(323);
        assertThat(Door.send("{find: 'c', noCursorTimeout: true" + strict)
                        .orElseThrow()
                        .code())
                .isEqualTo(323);
        assertThat(Door.send("{aggregate: 1, pipeline: [{$currentOp: {}}], cursor: {}, $db: 'admin'" + strict)
                        .orElseThrow()
                        .code())
                .isEqualTo(323);
        assertThat(Door.send("{distinct: 'c', key: 'a', apiVersion: '1'}")).isEmpty();
        assertThat(Door.send("{ping: 1, apiVersion: '2'}").orElseThrow().code()).isEqualTo(322);
        assertThat(Door.send("{ping: 1, apiStrict: true}").orElseThrow().code()).isEqualTo(4886600);
    }
}
