package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that is deployed, used and undeployed many times leaves nothing behind. */
@Tag("liberty")
@Timeout(900)
class RedeploymentRuntimeIT {

    private static final int TIMES = 10;

    /** The server's own last look at an application: it keeps the newest, and forgets it with the next. */
    private static final int KEPT_BY_THE_SERVER = 1;

    @Test
    void theClassLoadersAreCollected() throws Exception {
        // What is softly reachable goes with the next collection: else nobody could tell it from what stays.
        try (LibertyWithDropins server = new LibertyWithDropins("redeployment", "-XX:SoftRefLRUPolicyMSPerMB=0")) {
            for (int i = 0; i < TIMES; i++) {
                use(server.deploy("application", ""));
                server.undeploy("application");
            }
            try {
                await().pollInterval(Duration.ofSeconds(2))
                        .untilAsserted(
                                () -> assertThat(applications(server)).hasSizeLessThanOrEqualTo(KEPT_BY_THE_SERVER));
            } catch (ConditionTimeoutException e) {
                // Who keeps them, a heap dump tells.
                jcmd(server.pid(), "GC.heap_dump", "heap.hprof");
                throw e;
            }
        }
    }

    private static void use(Client client) {
        assertThat(client.put("operator/tenants/acme").status()).isEqualTo(204);
        assertThat(client.put("operator/pools/own/tenant_acme").status()).isEqualTo(204);
        Client acme = client.as("acme");
        for (String path : List.of("users", "exercise/injection", "concurrency/tenant", "concurrency/transaction")) {
            assertThat(acme.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(acme.at("../explicit/").get("users").status()).isEqualTo(200);
    }

    /** The class loaders of applications that are still there after a collection. */
    private static List<String> applications(LibertyWithDropins server) throws IOException, InterruptedException {
        jcmd(server.pid(), "GC.run");
        return jcmd(server.pid(), "VM.classloader_stats")
                .lines()
                .filter(line -> line.endsWith(".AppClassLoader"))
                .toList();
    }

    private static String jcmd(long pid, String... command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
        arguments.addAll(List.of(command));
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
