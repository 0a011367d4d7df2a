package io.polymongo.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.RuntimeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    @TempDir
    Path folder;

    /** The console is spared what each test says. */
    private final RuntimeLog silence = RuntimeLog.at(Level.OFF);

    @AfterEach
    void speak() {
        silence.close();
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void withoutAFolderTheRuntimeAloneIsTold() {
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.open(true, null)) {
            log.info("one");
            log.ofPool("orders").warning("two");
            assertThat(runtime.lines()).containsExactly("INFO one", "WARNING [orders] two");
        }
    }

    @Test
    void eachLineHasTimeLevelAndText() throws IOException {
        try (Log log = Log.open(true, folder)) {
            log.debug("größer");
            log.info("two");
            log.ofPool("orders").warning("three");
            log.error("four", new IllegalStateException("why"));
        }
        assertThat(lines("polymongo.log.0").subList(0, 5))
                .satisfiesExactly(
                        line -> assertThat(line).matches(TIME + " DEBUG   größer"),
                        line -> assertThat(line).matches(TIME + " INFO    two"),
                        line -> assertThat(line).matches(TIME + " WARNING \\[orders] three"),
                        line -> assertThat(line).matches(TIME + " ERROR   four"),
                        line -> assertThat(line).isEqualTo("    java.lang.IllegalStateException: why"));
        assertThat(lines("polymongo-error.log.0"))
                .filteredOn(line -> line.matches(TIME + ".*"))
                .extracting(line -> line.substring(25))
                .containsExactly("WARNING [orders] three", "ERROR   four");
    }

    @Test
    void theFilesTakeDebugLinesOnRequestOnly() throws IOException {
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.open(false, folder)) {
            log.debug("hidden");
            log.info("shown");
            assertThat(runtime.lines()).containsExactly("DEBUG hidden", "INFO shown");
        }
        assertThat(lines("polymongo.log.0")).hasSize(1).first().asString().endsWith("shown");
    }

    @Test
    void somebodyReadsDebugLinesIfTheRuntimeOrTheFilesTakeThem() {
        try (RuntimeLog runtime = RuntimeLog.at(Level.INFO);
                Log neither = Log.open(true, null);
                Log files = Log.open(true, folder)) {
            assertThat(neither.isDebug()).isFalse();
            assertThat(files.isDebug()).isTrue();
            neither.debug("hidden");
            assertThat(runtime.lines()).isEmpty();
        }
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.ofRuntime()) {
            assertThat(log.isDebug()).isTrue();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void thePresentFilesHaveTheirPlainNamesToo() throws IOException {
        try (Log log = Log.open(false, folder)) {
            log.warning("one");
        }
        assertThat(lines("polymongo.log")).isEqualTo(lines("polymongo.log.0")).hasSize(1);
        assertThat(lines("polymongo-error.log"))
                .isEqualTo(lines("polymongo-error.log.0"))
                .hasSize(1);
    }

    @Test
    void aFileOfThatNameThatIsThereStays() throws IOException {
        Files.writeString(folder.resolve("polymongo.log"), "mine");
        try (Log log = Log.open(false, folder)) {
            log.warning("one");
        }
        assertThat(folder.resolve("polymongo.log")).hasContent("mine");
        assertThat(lines("polymongo.log.0")).hasSize(1);
    }

    @Test
    void filesAreContinuedAfterARestartAndRotatedAtTheirLimit() throws IOException {
        String long1k = "x".repeat(1024);
        try (Log log = Log.open(false, folder)) {
            log.info("before");
        }
        try (RuntimeLog runtime = RuntimeLog.at(Level.OFF);
                Log log = Log.open(false, folder)) {
            log.info("after");
            assertThat(lines("polymongo.log.0")).hasSize(2);
            for (int i = 0; i < 6 * 5 * 1024; i++) {
                log.info(long1k);
            }
            log.info("last");
            assertThat(runtime.lines()).isEmpty();
        }
        assertThat(names(folder))
                .filteredOn(name -> name.startsWith("polymongo.log."))
                .containsExactly(
                        "polymongo.log.0", "polymongo.log.1", "polymongo.log.2", "polymongo.log.3", "polymongo.log.4");
        for (int generation = 1; generation < 5; generation++) {
            assertThat(Files.size(folder.resolve("polymongo.log." + generation)))
                    .isBetween(5L * 1024 * 1024, 5L * 1024 * 1024 + 2048);
        }
        assertThat(lines("polymongo.log.0")).last().asString().endsWith("last");
        assertThat(Files.size(folder.resolve("polymongo-error.log.0"))).isZero();
    }

    @Test
    void twoLogsInOneFolderBothWork() throws IOException {
        try (Log first = Log.open(false, folder);
                Log second = Log.open(false, folder)) {
            first.info("of the first");
            second.info("of the second");
        }
        assertThat(lines("polymongo.log.0")).hasSize(1).first().asString().endsWith("of the first");
        assertThat(lines("polymongo.log.0.1")).hasSize(1).first().asString().endsWith("of the second");
    }

    @Test
    void closingReleasesTheFilesAndHarmsNoLaterLine() throws IOException {
        Log log = Log.open(false, folder);
        log.close();
        log.close();
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL)) {
            log.ofPool("shared").info("late");
            assertThat(runtime.lines()).containsExactly("INFO [shared] late");
        }
        assertThat(names(folder)).noneMatch(name -> name.endsWith(".lck"));
        assertThat(lines("polymongo.log.0")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100%t", "a%g%u", "with a space"})
    void aFolderIsMadeWhateverItsName(String name) throws IOException {
        Path below = folder.resolve("not").resolve(name);
        try (Log log = Log.open(false, below)) {
            log.info("one");
        }
        assertThat(Files.readAllLines(below.resolve("polymongo.log.0"))).hasSize(1);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void aFolderMayBeALink() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Log.open(false, link).close();
        assertThat(target.resolve("polymongo.log.0")).exists();
    }

    @Test
    void whereNoFolderCanBeMadeTheConfigurationIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Log.open(false, file.resolve("below")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        error -> assertThat(error.id()).isEqualTo(ErrorId.CONFIGURATION_INVALID))
                .hasMessageStartingWith("PMONGO-0101: polymongo.log-path is '" + file.resolve("below")
                        + "', where no log can be written (java.nio.file.")
                .hasMessageEndingWith("); name a folder that can be made and written, or leave it out");
    }

    @Test
    void whereOneFileCannotBeWrittenTheOtherIsReleased() throws IOException {
        Files.createDirectory(folder.resolve("polymongo-error.log.0"));
        assertThatThrownBy(() -> Log.open(false, folder)).isInstanceOf(ConfigurationException.class);
        assertThat(names(folder)).doesNotContain("polymongo.log.0.lck");
    }

    @Test
    void noTextForgesALine() throws IOException {
        String forged = "a\r\n2026-01-01T00:00:00.000Z ERROR b\u2028c\u0085d\u001b[31me\u202ef\tg\\n";
        String harmless = "a\\r\\n2026-01-01T00:00:00.000Z ERROR b\\u2028c\\u0085d\\u001b[31me\\u202ef\\tg\\n";
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.open(false, folder)) {
            log.info(forged);
            log.warning("with an error", new IllegalStateException(forged));
            assertThat(runtime.lines()).contains("INFO " + harmless);
        }
        List<String> lines = lines("polymongo.log.0");
        assertThat(lines.get(0)).endsWith(" INFO    " + harmless);
        assertThat(lines).filteredOn(line -> line.matches(TIME + ".*")).hasSize(2);
        assertThat(String.join("", lines)).doesNotContain("\u001b", "\u202e", "\u2028");
    }

    @Test
    void bracesAreText() {
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.ofRuntime()) {
            log.info("{0} it's");
            assertThat(runtime.lines()).containsExactly("INFO {0} it's");
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a device that is always full")
    void aDiskThatIsFullIsSaidOnce() throws IOException {
        Files.createSymbolicLink(folder.resolve("polymongo.log.0"), Path.of("/dev/full"));
        try (RuntimeLog runtime = RuntimeLog.at(Level.ALL);
                Log log = Log.open(false, folder)) {
            log.info("one");
            log.info("two");
            log.warning("three");
            assertThat(runtime.lines())
                    .containsExactly(
                            "INFO one",
                            "WARNING lines are missing in the files of polymongo.log-path, which cannot be written any more",
                            "INFO two",
                            "WARNING three");
        }
        assertThat(lines("polymongo-error.log.0")).hasSize(1);
    }
}
