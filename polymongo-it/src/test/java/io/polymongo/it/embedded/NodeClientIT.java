package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.polymongo.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Another driver, MongoDB's for Node, on the embedded server; needs {@code node} and {@code npm} on the path. */
class NodeClientIT {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node-client");

    private record Outcome(int status, String output) {}

    @Test
    void transactionsAndStreamsAcrossAStepDown() throws Exception {
        for (String tool : List.of("node", "npm")) {
            if (!isThere(tool)) {
                String reason = "NodeClientIT is skipped: there is no " + tool + " on the path";
                System.out.println(reason);
                abort(reason);
            }
        }
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Outcome installation = run(
                Duration.ofMinutes(3),
                List.of(
                        "npm",
                        "install",
                        "--no-package-lock",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline"));
        assertThat(installation.status()).as(installation.output()).isZero();

        try (EmbeddedMongo server = Sets.three()) {
            Outcome outcome = run(Duration.ofMinutes(1), List.of("node", "client.js", server.connectionString()));

            assertThat(outcome.status()).as(outcome.output()).isZero();
            assertThat(outcome.output().lines())
                    .contains("done: transactions", "done: resumedStream", "done: stepDown");
        }
    }

    private static boolean isThere(String tool) throws InterruptedException {
        try {
            Files.createDirectories(FOLDER);
            return run(Duration.ofSeconds(30), List.of(tool, "--version")).status() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Outcome run(Duration most, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(FOLDER, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("%s takes too long: %s", command, text).isTrue();
            return new Outcome(process.exitValue(), text);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
