package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.RuntimeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an application in a container. */
class LogFilesContainerTest {

    @TempDir
    Path folder;

    private Map<String, String> logged(Path path, String more, String value) {
        return Map.of("tenant.sources", "scope", "log-path", path.toString(), more, value);
    }

    private static long open(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lck")).count();
        }
    }

    @Test
    void theFilesAreOpenFromTheStartToTheEnd() throws IOException {
        try (RuntimeLog runtime = RuntimeLog.at(Level.INFO);
                Container container = Container.start(logged(folder, "pool.max-sise", "3"))) {
            assertThat(open(folder)).isEqualTo(2);
            container.get(PolyMongoOwner.class).log().debug("hidden");
            assertThat(runtime.lines()).hasSize(1);
        }
        assertThat(open(folder)).isZero();
        assertThat(folder.resolve("polymongo.log.0"))
                .content()
                .hasLineCount(1)
                .contains(" WARNING ", "polymongo.pool.max-sise", "polymongo.pool.max-size");
    }

    @Test
    void debugLinesAreInThemOnRequest() {
        try (RuntimeLog runtime = RuntimeLog.at(Level.INFO);
                Container container = Container.start(logged(folder, "debug", "true"))) {
            container.get(PolyMongoOwner.class).log().debug("shown");
            assertThat(runtime.lines()).isEmpty();
        }
        assertThat(folder.resolve("polymongo.log.0")).content().contains(" DEBUG   shown");
    }

    @Test
    void aFolderThatCannotBeWrittenStopsTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Container.start(logged(file, "debug", "false")))
                .hasStackTraceContaining("PMONGO-0101: polymongo.log-path is '" + file + "'");
    }

    @Test
    void withoutTheKeyThereIsNoFile() throws IOException {
        try (RuntimeLog runtime = RuntimeLog.at(Level.INFO);
                Container container = Container.start(Map.of("tenant.sources", "scope", "debug", "true"))) {
            container.get(PolyMongoOwner.class).log().warning("here only");
            assertThat(runtime.lines()).containsExactly("WARNING here only");
        }
        assertThat(open(folder)).isZero();
    }
}
