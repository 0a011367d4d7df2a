package io.polymongo.it.start;

import static io.polymongo.it.start.GuardedServers.PASSWORD;
import static io.polymongo.it.start.GuardedServers.WRONG_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.polymongo.DirectoryKind;
import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PoolDefinition;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.it.server.LeakCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches all that can be read of a PolyMongo for its passwords: every line that it and the driver log at any level, its
 * files, errors, events, statistics, readiness, and the texts of its values.
 */
@ExtendWith(LeakCheck.class)
class SecretsIT {

    private static final List<String> SECRETS = List.of(PASSWORD, WRONG_PASSWORD, "p%40ss-of-nobody", "p@ss-of-nobody");

    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    @Test
    void noneTellsAPassword(@TempDir Path files) throws Exception {
        try (EmbeddedMongo server = GuardedServers.withUsers();
                LoggedText log = new LoggedText()) {
            PolyMongoConfig config = config(server, files);
            told.add(config.toString());
            try (AssembledPolyMongo polyMongo = new PolyMongoAssembly(config).build()) {
                polyMongo.onEvent(event -> told.add(event.toString()));
                use(polyMongo, server);
                await().until(() ->
                        told.stream().anyMatch(line -> line.startsWith(PolyMongoEvent.Failed.class.getSimpleName())));
                told.add(polyMongo.stats().toString());
                told.add(polyMongo.readiness().answer().toString());
            }
            told.add(log.text());
        }
        told.addAll(textsIn(files));

        assertThat(told).anySatisfy(text -> assertThat(text).contains("[eu] ")).hasSizeGreaterThan(10);
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }

    private static PolyMongoConfig config(EmbeddedMongo server, Path files) {
        return PolyMongoConfig.builder()
                .uri(GuardedServers.uri(server, "app", PASSWORD))
                .defaultDatabase("app")
                .tenantDirectory(DirectoryKind.OPEN)
                .pool("eu", pool(GuardedServers.uri(server, "app", WRONG_PASSWORD)))
                .pool("nowhere", pool("mongodb://nobody:p%40ss-of-nobody@nobody.invalid/"))
                .pool("tls", pool(GuardedServers.uri(server, "app", PASSWORD) + "&tls=true"))
                .healthPools(HealthPools.ALL)
                .connectTimeout(Duration.ofSeconds(2))
                .selectionTimeout(Duration.ofSeconds(2))
                .debug(true)
                .logPath(files)
                .build();
    }

    private static PoolDefinition pool(String uri) {
        return PoolDefinition.builder().uri(uri).build();
    }

    private void use(AssembledPolyMongo polyMongo, EmbeddedMongo server) {
        polyMongo.database().getCollection("x").insertOne(new Document("a", 1));
        for (String pool : List.of("eu", "nowhere", "tls", "none")) {
            tell(catchThrowable(() -> polyMongo.pools().connect(pool)));
        }
        PoolDefinition again = pool(GuardedServers.uri(server, "root", PASSWORD));
        told.add(again.toString());
        polyMongo.pools().define("eu", again);
        polyMongo.pools().connect("eu");
        tell(catchThrowable(() -> pool("mongodb://nobody:p%40ss-of-nobody@")));
        tell(catchThrowable(() -> PolyMongoConfig.builder()
                .uri("mongodb://nobody:p@ss-of-nobody@host:port/")
                .build()));
        tell(catchThrowable(() -> polyMongo.database("admin").getCollection("x").insertOne(new Document())));
    }

    private void tell(Throwable thrown) {
        assertThat(thrown).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        told.add(text.toString());
    }

    private static List<String> textsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            return found.stream().map(SecretsIT::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
