package io.polymongo.embedded.internal.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MinKey;
import io.polymongo.embedded.internal.command.CommandError;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Spoils valid commands at random; the seed is reported, and goes where {@link #SEED} is read from. */
class MutationTest {

    private static final long SEED = Long.getLong("polymongo.test.seed", new SecureRandom().nextLong());
    private static final int ROUNDS = 3000;

    private final Random random = new Random(SEED);
    private final List<String> names =
            CommandExamples.VALID.keySet().stream().sorted().toList();

    @Test
    void anUnknownFieldIsRefused(TestReporter reporter) {
        reporter.publishEntry("seed", String.valueOf(SEED));
        for (int round = 0; round < ROUNDS; round++) {
            String name = pick(names);
            if (Commands.BY_NAME.get(name).shape().isOpen()) {
                continue;
            }
            Document command = example(name);
            command.put("zz" + random.nextInt(1000), pick(values()));
            assertThat(Door.send(command).map(CommandError::code))
                    .as("seed %s: %s", SEED, command)
                    .contains(40415);
        }
    }

    @Test
    void anotherTypeIsRefused(TestReporter reporter) {
        reporter.publishEntry("seed", String.valueOf(SEED));
        for (int round = 0; round < ROUNDS; round++) {
            String name = pick(names);
            List<Field> fields = Commands.BY_NAME.get(name).shape().fields().values().stream()
                    .filter(field -> field.type() != FieldType.ANY)
                    .toList();
            if (fields.isEmpty()) {
                continue;
            }
            Field field = pick(fields);
            Document command = example(name);
            command.put(field.name(), MinKey.getInstance());
            assertThat(Door.send(command).map(CommandError::code))
                    .as("seed %s: %s", SEED, command)
                    .contains(field.type() == FieldType.HINT ? 9 : 14);
        }
    }

    @Test
    void aMissingFieldIsRefused() {
        CommandExamples.VALID.forEach((name, json) -> {
            for (Field field : Commands.BY_NAME.get(name).shape().fields().values()) {
                if (field.required() && !field.name().equals(name)) {
                    Document command = example(name);
                    command.remove(field.name());
                    assertThat(Door.send(command).map(CommandError::code))
                            .as("%s without %s", name, field.name())
                            .contains(40414);
                }
            }
        });
    }

    /** Whatever is put wherever: an answer, and never an exception of another kind. */
    @Test
    void nothingElseIsEverThrown(TestReporter reporter) {
        reporter.publishEntry("seed", String.valueOf(SEED));
        List<String> everything = everything();
        for (int round = 0; round < ROUNDS * 10; round++) {
            Document command = Door.parse(pick(everything));
            for (int times = random.nextInt(3); times >= 0; times--) {
                spoil(command);
            }
            Optional<CommandError> answer;
            try {
                answer = Door.send(command);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ": " + command, e);
            }
            answer.ifPresent(error -> assertThat(error.getMessage()).isNotBlank());
        }
    }

    private static List<String> everything() {
        List<String> commands = new ArrayList<>(CommandExamples.VALID.values());
        OperatorTablesTest.FILTERS.forEach(json -> commands.add("{find: 'c', filter: " + json + "}"));
        OperatorTablesTest.UPDATES.forEach(json -> commands.add("{update: 'c', updates: [{q: {}, u: " + json + "}]}"));
        OperatorTablesTest.EXPRESSIONS.forEach(json -> commands.add(aggregate("{$project: {x: " + json + "}}")));
        OperatorTablesTest.STAGES.forEach((name, json) -> commands.add(aggregate("{" + name + ": " + json + "}")));
        return commands;
    }

    private static String aggregate(String stage) {
        return "{aggregate: 'c', pipeline: [" + stage + "], cursor: {}}";
    }

    private void spoil(Document document) {
        String key = pick(new ArrayList<>(document.keySet()));
        Object value = document.get(key);
        if (value instanceof Document inner && !inner.isEmpty() && random.nextInt(4) > 0) {
            spoil(inner);
        } else if (value instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Document inner
                && !inner.isEmpty()
                && random.nextInt(4) > 0) {
            spoil(inner);
        } else {
            document.put(
                    random.nextBoolean() ? key : pick(List.of("", "$", "$$", ".", "a.", "$set", "$x", "$in")),
                    pick(values()));
        }
    }

    private static List<Object> values() {
        List<Object> values = new ArrayList<>(List.of(
                true,
                -1,
                0,
                1,
                3.5,
                Double.NaN,
                Long.MIN_VALUE,
                "",
                "$",
                "$$",
                "$$x",
                "x",
                new Document(),
                new Document("$x", 1),
                new Document("", 1),
                new Document("$in", 1),
                new Document("$cond", List.of(1)),
                List.of(),
                List.of(1),
                List.of(List.of()),
                List.of(new Document()),
                MinKey.getInstance()));
        List<Object> withNull = new ArrayList<>();
        withNull.add(null);
        values.add(null);
        values.add(withNull);
        values.add(new Document("x", null));
        values.add(new Document("$regex", null));
        values.add(new Document("$elemMatch", withNull));
        return values;
    }

    private Document example(String name) {
        return Door.parse(CommandExamples.VALID.get(name));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
