package io.polymongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.polymongo.internal.config.ConfigKey;
import io.polymongo.internal.config.Effective;
import io.polymongo.internal.config.PoolKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documentation to the code. */
class DocumentationTest {

    private static final String README = "README.md";
    private static final String CONFIGURATION = "src/docs/reference/configuration.md";
    private static final String ERRORS = "src/docs/reference/errors.md";
    private static final List<String> EXAMPLES = List.of(
            "polymongo-cdi/src/test/java/io/polymongo/DocumentationExamples.java",
            "polymongo-it/src/test/java/io/polymongo/embedded/DocumentationExamples.java");
    private static final Set<String> TOLD_IN_WORDS = Set.of("default-database", "pool-names");
    private static final Pattern LINK = Pattern.compile("\\[[^]]+]\\(([^)]+)\\)");

    @Test
    void theReferenceListsEveryKeyWithItsDefault() {
        assertThat(Documentation.table(CONFIGURATION))
                .extracting(row -> row.get(0), row -> row.get(1))
                .containsExactlyElementsOf(Arrays.stream(ConfigKey.values())
                        .map(key -> tuple(key.key(), key.byDefault()))
                        .toList());
        assertThat(Documentation.table(CONFIGURATION))
                .allSatisfy(row -> assertThat(row.get(2)).isNotBlank());
    }

    @Test
    void theReferenceListsEveryKeyOfNamedPoolsWithItsDefault() {
        List<List<String>> rows = Documentation.rows(Documentation.section(CONFIGURATION, "Named pools"));
        assertThat(rows)
                .extracting(row -> row.get(0), row -> row.get(1))
                .containsExactlyElementsOf(Arrays.stream(PoolKey.values())
                        .map(key -> tuple(key.attribute(), key.byDefault()))
                        .toList());
        assertThat(rows).allSatisfy(row -> assertThat(row.get(2)).isNotBlank());
    }

    @Test
    void theExampleOfNamedPoolsIsTaken() throws IOException {
        List<String> blocks = Documentation.blocks(Documentation.section(CONFIGURATION, "Named pools"), "properties");
        Properties example = new Properties();
        example.load(new StringReader(blocks.get(0)));
        Map<String, String> texts = new HashMap<>();
        example.forEach((key, value) -> texts.put((String) key, (String) value));

        PolyMongoConfig config = PolyMongoConfig.fromProperties(texts);

        assertThat(config.pools()).containsOnlyKeys("eu", "reports");
        assertThat(Effective.of(
                                config.connection(),
                                config.pool(),
                                config.pools().get("eu"))
                        .uri())
                .isEqualTo("mongodb://eu.example:27017");
        assertThat(Effective.of(
                        config.connection(), config.pool(), config.pools().get("reports")))
                .returns("mongodb://localhost:27017", Effective::uri)
                .returns(2, Effective::maxSize);
    }

    /** A default that is a value counts the same whether it is written or left out. */
    @Test
    void theDefaultsInTheReferenceAreThoseInForce() {
        Map<String, String> written = new HashMap<>();
        for (List<String> row : Documentation.table(CONFIGURATION)) {
            if (!row.get(1).equals("none") && !TOLD_IN_WORDS.contains(row.get(0))) {
                written.put("polymongo." + row.get(0), row.get(1));
            }
        }

        PolyMongoConfig stated = PolyMongoConfig.fromProperties(written);
        PolyMongoConfig inForce = PolyMongoConfig.fromProperties(Map.of());

        assertThat(Effective.of(stated.connection(), stated.pool()))
                .isEqualTo(Effective.of(inForce.connection(), inForce.pool()));
        assertThat(stated)
                .usingRecursiveComparison()
                .ignoringFields("pool", "connection.connectTimeout", "connection.selectionTimeout", "tenant.directory")
                .isEqualTo(inForce);
    }

    @Test
    void theReferenceListsEveryError() {
        assertThat(Documentation.table(ERRORS))
                .extracting(row -> row.get(0), row -> row.get(1))
                .containsExactlyElementsOf(Arrays.stream(ErrorId.values())
                        .map(id -> tuple(id.code(), id.name()))
                        .toList());
    }

    @Test
    void theExceptionsInTheReferenceAreOurs() {
        assertThat(Documentation.table(ERRORS))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(Class.forName("io.polymongo." + row.get(2)))
                        .isAssignableTo(PolyMongoException.class));
    }

    @Test
    void everyErrorIdInThePagesExists() {
        Set<String> codes =
                Set.copyOf(Arrays.stream(ErrorId.values()).map(ErrorId::code).toList());
        assertThat(pages())
                .allSatisfy(page -> assertThat(Pattern.compile("PMONGO-\\d+")
                                .matcher(Documentation.text(page))
                                .results()
                                .map(found -> found.group()))
                        .isSubsetOf(codes));
    }

    /** {@code polymongo.test.…} are the properties of our own tests, {@code polymongo.log} is a file. */
    @Test
    void everyKeyInThePagesExists() {
        Set<String> keys =
                Arrays.stream(ConfigKey.values()).map(ConfigKey::fullName).collect(Collectors.toSet());
        Set<String> attributes =
                Arrays.stream(PoolKey.values()).map(PoolKey::attribute).collect(Collectors.toSet());
        assertThat(pages())
                .allSatisfy(page -> assertThat(Pattern.compile("(?<![\\w.])polymongo(?:\\.[A-Za-z-]++)++(?!\\.`)")
                                .matcher(Documentation.text(page))
                                .results()
                                .map(found -> found.group())
                                .filter(name -> !name.startsWith("polymongo.test.") && !name.equals("polymongo.log")))
                        .allMatch(name -> keys.contains(name) || isOfPool(name, attributes)));
    }

    private static boolean isOfPool(String name, Set<String> attributes) {
        String[] parts = name.split("\\.");
        return name.startsWith(PoolKey.PREFIX) && parts.length == 4 && attributes.contains(parts[3]);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRelativeLinkResolves(Path page) {
        List<String> links = LINK.matcher(Documentation.text(page))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.startsWith("https://"))
                .toList();

        assertThat(links)
                .allSatisfy(target -> assertThat(page.resolveSibling(target).normalize())
                        .startsWith(Documentation.root())
                        .satisfies(file ->
                                assertThat(Files.isRegularFile(file)).as(target).isTrue()));
    }

    @Test
    void theIndexLeadsToEveryPage() {
        Path docs = Documentation.root().resolve("src/docs");
        List<Path> linked = LINK.matcher(Documentation.text("src/docs/index.md"))
                .results()
                .map(link -> docs.resolve(link.group(1)).normalize())
                .toList();

        assertThat(pages().filter(page -> page.startsWith(docs) && !page.endsWith("index.md")))
                .isNotEmpty()
                .isSubsetOf(linked);
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Documentation.text(README).strip().split("\\s+")).hasSizeLessThanOrEqualTo(700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Run it", "Test it"})
    void oneCommandDoesIt(String heading) {
        List<String> blocks = Documentation.blocks(Documentation.section(README, heading), "");

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).lines())
                .hasSize(1)
                .allSatisfy(command -> assertThat(command).isNotBlank());
    }

    @Test
    void theJavaInThePagesIsCompiled() {
        String compiled = EXAMPLES.stream()
                .map(file -> withoutSpace(Documentation.text(file)))
                .collect(Collectors.joining());

        assertThat(pages().flatMap(page -> Documentation.blocks(Documentation.text(page), "java").stream()))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(compiled).contains(withoutSpace(block)));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    static Stream<Path> pages() {
        return Documentation.pages().stream();
    }
}
