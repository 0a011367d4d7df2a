package io.polymongo.sample.refused;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.embedded.EmbeddedMongo;
import io.quarkus.test.QuarkusProdModeTest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stops a Quarkus application that shall be connected when it starts: a server that does not let it in. */
class RefusedLoginTest {

    private static final EmbeddedMongo SERVER =
            EmbeddedMongo.builder().user("app", "correct-horse", "root").start();

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withEmptyApplication()
            .setRuntimeProperties(Map.of(
                    "polymongo.uri",
                    "mongodb://app:wrong-horse@127.0.0.1:" + SERVER.port() + "/?authSource=admin",
                    "polymongo.connect-timeout",
                    "2m",
                    "polymongo.cold-start",
                    "false"))
            .setRun(true)
            .setExpectExit(true);

    @AfterAll
    static void stopServer() {
        SERVER.close();
    }

    @Test
    void theProcessEndsAndSaysWhatToCorrect() {
        assertThat(APPLICATION.getExitCode()).isEqualTo(1);
        assertThat(APPLICATION.getStartupConsoleOutput())
                .contains(
                        "PMONGO-0107: the pool 'shared' cannot connect: the server refuses to log it in; correct user,"
                                + " password, authSource or authMechanism in polymongo.uri")
                .doesNotContain("wrong-horse");
    }
}
