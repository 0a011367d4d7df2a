package io.polymongo.it.runtime;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The runnable server as a process of its own. */
record DatabaseProcess(Child child, String uri) implements AutoCloseable {

    private static final Path JAR = Path.of("target", "polymongo-embedded.jar").toAbsolutePath();

    static DatabaseProcess start(Path folder) {
        Child child = Child.java(folder, "server", Map.of(), List.of("-jar", JAR.toString(), "--port", "0"));
        String uri = await().until(
                        () -> child.output().stream()
                                .filter(line -> line.startsWith("mongodb://"))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
        return new DatabaseProcess(child, uri);
    }

    @Override
    public void close() {
        child.close();
    }
}
