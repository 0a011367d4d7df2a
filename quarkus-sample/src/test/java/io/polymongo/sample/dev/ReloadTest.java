package io.polymongo.sample.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.embedded.EmbeddedMongo;
import io.quarkus.test.QuarkusDevModeTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dev mode: what is changed is compiled and started anew with the next request, on the same server. */
@Timeout(600)
class ReloadTest {

    private static final EmbeddedMongo SERVER = EmbeddedMongo.builder().start();
    private static final int PORT = freePort();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClasses(Note.class, NotesResource.class)
                    .addAsResource(
                            new StringAsset("polymongo.uri=" + SERVER.connectionString() + "\nquarkus.http.port=" + PORT
                                    + "\nquarkus.http.host=127.0.0.1\n"),
                            "application.properties"));

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aRecordThatGotAnotherComponentIsReadAndWrittenWithIt() throws Exception {
        assertThat(add("{\"id\":\"a\",\"text\":\"first\"}")).isEqualTo(204);
        assertThat(list()).isEqualTo("[{\"id\":\"a\",\"text\":\"first\"}]");

        APPLICATION.modifySourceFile(
                Note.class, source -> source.replace("String text)", "String text, Integer stars)"));

        assertThat(list()).isEqualTo("[{\"id\":\"a\",\"text\":\"first\",\"stars\":null}]");
        assertThat(add("{\"id\":\"b\",\"text\":\"second\",\"stars\":5}")).isEqualTo(204);
        assertThat(list()).endsWith(",{\"id\":\"b\",\"text\":\"second\",\"stars\":5}]");
    }

    private int add(String note) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(note)))
                .statusCode();
    }

    private String list() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET()).body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + PORT + "/notes")).build(), BodyHandlers.ofString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
