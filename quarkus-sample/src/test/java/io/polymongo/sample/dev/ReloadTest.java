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
                                    + "\nquarkus.http.host=127.0.0.1\npolymongo.tenant.sources=header\n"),
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

    /** On Quarkus the named ones are all that there are: our filter, too, has to be named. */
    @Test
    void anApplicationThatNamesItsClassesNamesOurFeature() throws Exception {
        APPLICATION.modifySourceFile(
                NotesResource.class,
                source -> source.replace(
                        "class NotesResource {",
                        "class NotesResource { public static class Naming extends jakarta.ws.rs.core.Application {"
                                + " @Override public java.util.Set<Class<?>> getClasses() {"
                                + " return java.util.Set.of(NotesResource.class); } }"));
        assertThat(list())
                .contains(
                        "PMONGO-0109: io.polymongo.sample.dev.NotesResource$Naming names its classes, and on this runtime they are all"
                                + " that there is; name PolyMongoFeature.class, too, or no request has its tenant");

        APPLICATION.modifySourceFile(
                NotesResource.class,
                source -> source.replace(
                        "of(NotesResource.class)", "of(NotesResource.class, io.polymongo.PolyMongoFeature.class)"));
        assertThat(get("/notes").statusCode()).isEqualTo(200);
        assertThat(get("/notes/by-tenant").body()).contains("urn:polymongo:problem:tenant-missing");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder().GET());
    }

    private int add(String note) throws IOException, InterruptedException {
        return send(
                        "/notes",
                        HttpRequest.newBuilder()
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(note)))
                .statusCode();
    }

    private String list() throws IOException, InterruptedException {
        return get("/notes").body();
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(
                request.uri(URI.create("http://127.0.0.1:" + PORT + path)).build(), BodyHandlers.ofString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
