package io.polymongo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.event.CommandListener;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.pojo.PropertyCodecProvider;
import org.junit.jupiter.api.Test;

/** The order of the internal packages, as each package-info numbers itself. */
class ArchitectureTest {

    private static final Path INTERNAL = Path.of("src/main/java/io/polymongo/internal");
    private static final Pattern NUMBER = Pattern.compile("/\\*\\*\\s+\\* (\\d+): ");
    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.polymongo");

    private record Numbered(int number, String name) {}

    @Test
    void eachInternalPackageImportsLowerNumbersOnly() {
        List<Numbered> packages = numberedPackages();
        assertThat(packages).hasSizeGreaterThan(5).extracting(Numbered::number).doesNotHaveDuplicates();
        for (Numbered lower : packages) {
            String[] higher = packages.stream()
                    .filter(other -> other.number() > lower.number())
                    .map(Numbered::name)
                    .toArray(String[]::new);
            if (higher.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(lower.name())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(higher)
                        .check(LIBRARY);
            }
        }
    }

    @Test
    void thePublicFaceKnowsItsEntrancesOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.polymongo")
                .and()
                .doNotHaveFullyQualifiedName(PolyMongo.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(PolyMongoFeature.class.getName())
                .and()
                .haveSimpleNameNotContaining("Config")
                .and()
                .doNotHaveFullyQualifiedName(PoolDefinition.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.polymongo.internal..")
                .check(LIBRARY);
    }

    @Test
    void noStateIsStaticAndMutable() {
        fields().that().areStatic().should().beFinal().check(LIBRARY);
    }

    /**
     * Quarkus's extension for MongoDB makes a bean of each of these that an index knows, for its own client; ours are not
     * meant, and a constructor of theirs with parameters would end the application's build.
     */
    @Test
    void nothingOfOursIsTakenForAListenerOfTheApplication() {
        classes()
                .that()
                .areAssignableTo(CommandListener.class)
                .or()
                .areAssignableTo(CodecProvider.class)
                .or()
                .areAssignableTo(PropertyCodecProvider.class)
                .should()
                .beAnnotatedWith(Vetoed.class)
                .allowEmptyShould(true)
                .check(LIBRARY);
    }

    /**
     * Looking the container up from a runtime's thread can wait for its start, which can wait for that thread. A request
     * comes after the start.
     */
    @Test
    void nobodyAsksForTheContainerOfAThread() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.polymongo.internal.rest")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(CDI.class)
                .check(LIBRARY);
    }

    private static List<Numbered> numberedPackages() {
        try (Stream<Path> folders = Files.list(INTERNAL)) {
            return folders.filter(Files::isDirectory)
                    .map(ArchitectureTest::numbered)
                    .sorted(Comparator.comparingInt(Numbered::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Numbered numbered(Path folder) {
        try {
            Matcher matcher = NUMBER.matcher(Files.readString(folder.resolve("package-info.java")));
            assertThat(matcher.find())
                    .as("the number in %s/package-info.java", folder)
                    .isTrue();
            return new Numbered(Integer.parseInt(matcher.group(1)), "io.polymongo.internal." + folder.getFileName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
