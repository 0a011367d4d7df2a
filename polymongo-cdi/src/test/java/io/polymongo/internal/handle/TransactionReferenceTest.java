package io.polymongo.internal.handle;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.Documentation;
import io.polymongo.TxType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of the transactions' reference to the code. */
class TransactionReferenceTest {

    private static final String PAGE = "src/docs/reference/transactions.md";
    private static final List<Class<?>> TYPES = List.of(MongoCollection.class, MongoDatabase.class, GridFSBucket.class);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void everyTypeIsToldOf() {
        assertThat(Documentation.rows(Documentation.section(PAGE, "TxType")))
                .extracting(row -> row.get(0).replace(" (default)", ""))
                .containsExactlyElementsOf(
                        Arrays.stream(TxType.values()).map(Enum::name).toList());
    }

    @Test
    void whatJoinsIsWhatTheHandlesJoin() {
        assertThat(told("What joins")).isEqualTo(methods(TransactionUse.JOINS));
    }

    @Test
    void whatIsFreeIsWhatTheHandlesLetPass() {
        assertThat(told("What is free of the server")).isEqualTo(methods(TransactionUse.FREE));
    }

    @Test
    void whatIsRefusedIsToldWithItsRemedy() {
        Map<String, String> told = new HashMap<>();
        for (List<String> row : Documentation.rows(Documentation.section(PAGE, "What is refused"))) {
            names(row.get(0)).forEach(name -> told.put(name, row.get(1)));
        }
        Map<String, String> refused = new HashMap<>();
        methods(TransactionUse.REFUSED).values().stream()
                .flatMap(Set::stream)
                .forEach(name -> refused.put(name, TransactionUse.remedy(name)));

        assertThat(told).isEqualTo(refused);
    }

    @Test
    void commandsAndStagesAreThoseOfTheCode() {
        assertThat(listed("What joins", "takes these commands:([^.]+)\\.")).isEqualTo(TransactionCommands.JOINING);
        assertThat(listed("What is refused", "stages of pipelines:([^;]+);"))
                .isEqualTo(TransactionCommands.REFUSED_STAGES);
    }

    private static Map<String, Set<String>> told(String section) {
        Map<String, Set<String>> told = new HashMap<>();
        for (List<String> row : Documentation.rows(Documentation.section(PAGE, section))) {
            told.put(row.get(0), names(row.get(1)));
        }
        return told;
    }

    private static Set<String> names(String cell) {
        return new TreeSet<>(List.of(cell.split(", ")));
    }

    /** Overloads with a session, and {@code with…}, are told of in words. */
    private static Map<String, Set<String>> methods(TransactionUse use) {
        Map<String, Set<String>> methods = new HashMap<>();
        for (Class<?> type : TYPES) {
            methods.put(
                    type.getSimpleName(),
                    Stream.of(type.getMethods())
                            .filter(method -> !method.getName().startsWith("with"))
                            .filter(method -> TransactionUse.of(method) == use)
                            .map(Method::getName)
                            .collect(toCollection(TreeSet::new)));
        }
        return methods;
    }

    private static Set<String> listed(String section, String pattern) {
        return Pattern.compile(pattern)
                .matcher(Documentation.section(PAGE, section))
                .results()
                .flatMap(list -> CODE.matcher(list.group(1)).results())
                .map(code -> code.group(1))
                .collect(toSet());
    }
}
