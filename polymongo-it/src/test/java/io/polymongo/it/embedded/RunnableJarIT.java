package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.it.server.LeakCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server as it is run without a build. The jar is there from the phase package on, so that this test comes later. */
@ExtendWith(LeakCheck.class)
@Timeout(600)
class RunnableJarIT {

    private static final Path JAR = Path.of("target", "polymongo-embedded.jar");
    private static final int TERMINATED = 128 + 15;

    private static Process run(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(Stream.concat(Stream.of(java, "-jar", JAR.toString()), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void servesADriverAndEndsWhenItIsTold() throws Exception {
        Process process = run("--port", "0", "--members", "3");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String uri = out.readLine();
            assertThat(uri).matches("mongodb://127.0.0.1:\\d+,127.0.0.1:\\d+,127.0.0.1:\\d+/\\?replicaSet=rs0");
            try (MongoClient client = MongoClients.create(uri)) {
                serves(client);
            }

            process.toHandle().destroy();

            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(out.readLine()).isNull();
            List<Integer> ports = new ConnectionString(uri)
                    .getHosts().stream()
                            .map(host -> Integer.valueOf(host.substring(host.lastIndexOf(':') + 1)))
                            .toList();
            assertThat(ports).hasSize(3).doesNotContain(0);
            for (int port : ports) {
                assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aWrongArgumentEndsItAtOnce() throws Exception {
        Process process = run("--members", "8");
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void serves(MongoClient client) {
        MongoCollection<Document> things = Sets.things(client);
        try (var stream = things.watch().cursor();
                ClientSession session = client.startSession()) {
            session.withTransaction(() -> {
                things.insertOne(session, new Document("_id", 1).append("n", 0));
                return things.updateOne(session, Filters.eq(1), Updates.inc("n", 1));
            });
            assertThat(stream.next().getFullDocument()).containsEntry("n", 0);
            assertThat(stream.next().getUpdateDescription().getUpdatedFields()).containsKey("n");
        }
        assertThat(things.find().sort(new Document("n", -1)).first()).containsEntry("n", 1);
    }
}
