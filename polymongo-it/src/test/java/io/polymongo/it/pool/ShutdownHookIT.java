package io.polymongo.it.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM of its own that is told to end. */
@ExtendWith(LeakCheck.class)
@Timeout(600)
class ShutdownHookIT {

    private static final int TERMINATED = 128 + 15;

    @Test
    void endsWhatIsInProgressAndClosesWhenTheJvmIsTerminated() throws Exception {
        assertThat(ended("hook", 2)).containsExactly("closed");
    }

    @Test
    void withoutItNobodyCloses() throws Exception {
        assertThat(ended("none", 1)).isEmpty();
    }

    @Test
    void whoClosesEarlierTakesItBack() throws Exception {
        assertThat(ended("hook closed", 1)).isEmpty();
    }

    /** What the application says after it was told to end, having written so many documents. */
    private static List<String> ended(String how, int written) throws Exception {
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                MongoClient raw = MongoClients.create(server.connectionString())) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            UntilTerminated.class.getName(),
                            server.connectionString() + "&appName=ending",
                            how)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String first = out.readLine();
                if ("closed".equals(first)) {
                    first = out.readLine();
                }
                assertThat(first).isEqualTo("ready");
                process.toHandle().destroy();
                assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isEqualTo(TERMINATED);
                await().until(() -> Sockets.of(raw, "ending") == 0);
                assertThat(raw.getDatabase("x").getCollection("x").countDocuments())
                        .isEqualTo(written);
                return out.lines().toList();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
