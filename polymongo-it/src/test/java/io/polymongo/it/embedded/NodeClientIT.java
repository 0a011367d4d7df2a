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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Another driver, MongoDB's for Node, on the embedded server; needs {@code node} and {@code npm} on the path, and a registry. */
class NodeClientIT {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node-client");

    /** Of the driver for Node that package.json names. */
    private static final int OLDEST_NODE = 20;

    private static final Pattern MAJOR = Pattern.compile("(\\d+)\\.");

    /** As the tool timeout says it. */
    private static final int TOO_LONG = 124;

    private record Outcome(int status, String output) {}

    @Test
    void transactionsAndStreamsAcrossAStepDown() throws Exception {
        skipUnless(versionOf("npm").isPresent(), "there is no npm on the path");
        skipUnless(
                versionOf("node").filter(version -> version >= OLDEST_NODE).isPresent(),
                "there is no node of version " + OLDEST_NODE + " or later on the path");
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Outcome installation = run(
                Duration.ofMinutes(5),
                List.of(
                        "npm",
                        "install",
                        "--no-package-lock",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline"));
        skipUnless(installation.status() == 0, "npm cannot fetch the driver: " + installation.output());

        try (EmbeddedMongo server = Sets.three()) {
            Outcome outcome = run(Duration.ofMinutes(5), List.of("node", "client.js", server.connectionString()));

            assertThat(outcome.status()).as(outcome.output()).isZero();
            assertThat(outcome.output().lines())
                    .contains("done: transactions", "done: resumedStream", "done: stepDown");
        }
    }

    private static void skipUnless(boolean there, String reason) {
        if (!there) {
            System.out.println("NodeClientIT is skipped: " + reason);
            abort(reason);
        }
    }

    /** The major version of a tool on the path. */
    private static Optional<Integer> versionOf(String tool) throws InterruptedException {
        try {
            Files.createDirectories(FOLDER);
            Outcome outcome = run(Duration.ofMinutes(2), List.of(tool, "--version"));
            Matcher version = MAJOR.matcher(outcome.output());
            return outcome.status() == 0 && version.find()
                    ? Optional.of(Integer.valueOf(version.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
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
            return ended
                    ? new Outcome(process.exitValue(), text)
                    : new Outcome(TOO_LONG, command + " takes too long: " + text);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
