package io.polymongo.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds each package of the server to the sentence about imports in its package-info. */
class PackagesTest {

    private static final String INTERNAL = "io.polymongo.embedded.internal.";
    private static final Path SOURCES = Path.of("src/main/java", INTERNAL.split("\\."));
    private static final Pattern SENTENCE = Pattern.compile("Imports ([^.;]*)[.;]");
    private static final Pattern NAME = Pattern.compile("\\{@code (\\w+)}");
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.polymongo.embedded");

    static Stream<String> packages() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void eachImportsWhatItSays(String name) throws IOException {
        String info = Files.readString(SOURCES.resolve(name).resolve("package-info.java"))
                .replaceAll("\\s+\\*\\s+", " ");
        Matcher sentence = SENTENCE.matcher(info);
        assertThat(sentence.find()).as("a sentence in %s: Imports …", info).isTrue();
        Set<String> said = NAME.matcher(sentence.group(1))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(importsOf(name)).isEqualTo(said);
    }

    private static Set<String> importsOf(String name) {
        return SERVER.stream()
                .filter(type -> type.getPackageName().equals(INTERNAL + name))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(target -> target.getBaseComponentType().getPackageName())
                .filter(target -> target.startsWith(INTERNAL) && !target.equals(INTERNAL + name))
                .map(target -> target.substring(INTERNAL.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noneImportsAnotherInACircle() {
        slices().matching(INTERNAL + "(*)..").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void nothingInsideKnowsTheFace() {
        noClasses()
                .that()
                .resideInAPackage(INTERNAL + ".")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.polymongo", "io.polymongo.embedded", "io.polymongo.embedded.junit")
                .check(SERVER);
    }

    @Test
    void theKitForTestsKnowsTheFaceOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.polymongo.embedded.junit")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(INTERNAL + ".")
                .check(SERVER);
    }

    /** The runnable server has neither JUnit nor the driver with it. */
    @Test
    void onlyTheKitForTestsNeedsJUnitAndTheDriver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.polymongo.embedded.junit")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "com.mongodb..", "org.bson..", "io.polymongo.embedded.junit")
                .check(SERVER);
    }

    @Test
    void noStateIsStaticAndMutable() {
        fields().that().areStatic().should().beFinal().check(SERVER);
    }
}
