package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The server in a process of its own. */
class MainTest {

    private static final int TERMINATED = 128 + 15;

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    @Test
    void printsItsUriAndEndsWhenItIsTold() throws Exception {
        Process process = run("--members", "3");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String uri = out.readLine();
            assertThat(uri).matches("mongodb://127.0.0.1:\\d+,127.0.0.1:\\d+,127.0.0.1:\\d+/\\?replicaSet=rs0");
            try (MongoClient client = MongoClients.create(uri)) {
                assertThat(client.getDatabase("admin").runCommand(new Document("replSetGetStatus", 1)))
                        .containsEntry("set", "rs0");
            }

            process.toHandle().destroy();

            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(out.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void wrongArgumentsAreRefused() throws Exception {
        for (String[] wrong : new String[][] {{"--what", "1"}, {"--port"}, {"--members", "x"}, {"--members", "8"}}) {
            Process process = run(wrong);
            String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(error).contains("usage: java -jar polymongo-embedded.jar");
        }
    }
}
