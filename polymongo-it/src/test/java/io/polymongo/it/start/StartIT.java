package io.polymongo.it.start;

import static io.polymongo.it.start.GuardedServers.PASSWORD;
import static io.polymongo.it.start.GuardedServers.WRONG_PASSWORD;
import static io.polymongo.it.start.GuardedServers.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongo;
import io.polymongo.State;
import io.polymongo.Tenant;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.WeldApplication;
import io.polymongo.it.server.LeakCheck;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications with {@code cold-start=false}: what stops them, and what they start with all the same. */
@ExtendWith(LeakCheck.class)
class StartIT {

    private static final String NO_LOGIN = "the pool 'shared' cannot connect: the server refuses to log it in; correct"
            + " user, password, authSource or authMechanism in polymongo.uri";
    private static final String NO_TLS = "the pool 'shared' cannot connect: it and the server do not agree on TLS: one"
            + " side does not use it, or the certificate is not trusted; correct tls in polymongo.uri, or the trust"
            + " store";
    private static final String NO_DIRECTORY = "the tenants in the database 'polymongo-metadata' may not be read; grant"
            + " the user of polymongo.uri the role readWrite on it, or set polymongo.metadata-database or"
            + " polymongo.tenant.directory";

    private LoggedText log;

    public record User(String name) {}

    @Dependent
    static class Users {
        @Inject
        @Tenant
        MongoCollection<User> users;
    }

    @BeforeEach
    void listen() {
        log = new LoggedText();
    }

    @AfterEach
    void noSecretIsLoggedAndNoAttemptGoesOn() {
        log.close();
        assertThat(log.text()).doesNotContain(PASSWORD, WRONG_PASSWORD);
        await().until(() -> !attempting());
    }

    private static Map<String, String> warm(String uri, String... more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "polymongo.uri", uri,
                "polymongo.cold-start", "false",
                "polymongo.connect-timeout", "3s",
                "polymongo.health.timeout", "1m",
                "polymongo.health.cache", "0s"));
        for (int i = 0; i < more.length; i += 2) {
            config.put("polymongo." + more[i], more[i + 1]);
        }
        return config;
    }

    private static void assertRefused(String problem, Map<String, String> config, Class<?>... beans) {
        Throwable thrown = catchThrowable(
                () -> WeldApplication.start(config, Map.of(), beans).close());
        StringWriter all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(PASSWORD, WRONG_PASSWORD);
        assertThat(configurationException(thrown)).isInstanceOfSatisfying(ConfigurationException.class, e -> {
            assertThat(e.id()).isEqualTo(ErrorId.START_REFUSED);
            assertThat(e).hasMessage("PMONGO-0107: " + problem);
            assertThat(e.getCause()).isNotNull();
        });
    }

    private static Throwable configurationException(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .flatMap(each -> Stream.concat(Stream.of(each), Arrays.stream(each.getSuppressed())))
                .filter(ConfigurationException.class::isInstance)
                .findFirst()
                .orElse(thrown);
    }

    private static void assertStarts(State state, Map<String, String> config, Class<?>... beans) {
        try (WeldApplication application = WeldApplication.start(config, Map.of(), beans)) {
            assertThat(application.get(PolyMongo.class).state()).isEqualTo(state);
        }
    }

    @Test
    void aWrongPasswordStopsIt() {
        try (EmbeddedMongo server = GuardedServers.withUsers()) {
            assertRefused(NO_LOGIN, warm(uri(server, "app", WRONG_PASSWORD)));
            assertRefused(NO_LOGIN, warm(uri(server, "root", PASSWORD).replace("authSource=admin", "authSource=app")));
            assertRefused(NO_LOGIN, warm(uri(server, "root", PASSWORD) + "&authMechanism=PLAIN"));
            assertStarts(State.CONNECTED, warm(uri(server, "app", PASSWORD)));
        }
    }

    @Test
    void everyNamedPoolThatCannotConnectIsToldWithItsOwnKey() {
        try (EmbeddedMongo server = GuardedServers.withUsers()) {
            String wrong = uri(server, "app", WRONG_PASSWORD);
            Map<String, String> config = warm(
                    uri(server, "app", PASSWORD),
                    "pools.eu.uri",
                    wrong,
                    "pools.eu.cold-start",
                    "false",
                    "pools.us.uri",
                    wrong,
                    "pools.us.cold-start",
                    "false",
                    "pools.later.uri",
                    wrong);
            assertRefused(
                    "2 problems:\n  - the pool 'eu' cannot connect: the server refuses to log it in; correct user,"
                            + " password, authSource or authMechanism in polymongo.pools.eu.uri\n  - the pool 'us' cannot"
                            + " connect: the server refuses to log it in; correct user, password, authSource or"
                            + " authMechanism in polymongo.pools.us.uri",
                    config);
        }
    }

    @Test
    void aNamedPoolThatMayHealIsTriedAgainAndTheSharedOneServes() {
        EmbeddedMongo gone = EmbeddedMongo.builder().start();
        gone.close();
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                WeldApplication application = WeldApplication.start(
                        warm(
                                server.connectionString(),
                                "pools.eu.uri",
                                gone.connectionString(),
                                "pools.eu.cold-start",
                                "false"),
                        Map.of())) {
            assertThat(application.get(PolyMongo.class).isConnected()).isTrue();
            assertThat(log.lines("[eu] no server yet")).hasSize(1);
            try (EmbeddedMongo late = EmbeddedMongo.builder().port(gone.port()).start()) {
                await().until(() -> !log.lines("[eu] connected").isEmpty());
            }
        }
    }

    @Test
    void withAColdStartNobodyAsks() {
        try (EmbeddedMongo server = GuardedServers.withUsers()) {
            assertStarts(State.NOT_INITIALIZED, warm(uri(server, "app", WRONG_PASSWORD), "cold-start", "true"));
        }
    }

    @Test
    void aDirectoryThatMayNotBeReadStopsWhoServesTenants() {
        try (EmbeddedMongo server = GuardedServers.withUsers()) {
            String app = uri(server, "app", PASSWORD);
            assertRefused(NO_DIRECTORY, warm(app, "tenant.sources", "scope"), Users.class);
            assertRefused(NO_DIRECTORY, warm(app, "tenant.directory", "stored"));
            assertRefused(NO_DIRECTORY, warm(uri(server, "nobody", PASSWORD), "tenant.sources", "scope"));

            assertStarts(State.CONNECTED, warm(app));
            assertStarts(State.CONNECTED, warm(app, "tenant.sources", "scope", "tenant.directory", "open"));
            assertStarts(State.CONNECTED, warm(app, "tenant.sources", "scope", "metadata-database", "app"));
            assertStarts(State.CONNECTED, warm(uri(server, "root", PASSWORD), "tenant.sources", "scope"), Users.class);
        }
    }

    @Test
    void tlsThatIsNotAgreedOnStopsIt(@TempDir Path folder) throws Exception {
        try (EmbeddedMongo plain = EmbeddedMongo.builder().start();
                EmbeddedMongo tls = GuardedServers.withTls(folder)) {
            assertRefused(NO_TLS, warm("mongodb://127.0.0.1:" + plain.port() + "/?tls=true"));
            assertRefused(NO_TLS, warm("mongodb://127.0.0.1:" + tls.port() + "/?tls=true"));
            assertRefused(NO_TLS, warm("mongodb://127.0.0.1:" + tls.port()));
            assertStarts(State.CONNECTED, warm("mongodb://127.0.0.1:" + plain.port()));
        }
    }

    /** As a load balancer without a server behind it does, to whoever calls. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/?tls=true"})
    void oneThatOnlyHangsUpMayHeal(String options) throws Exception {
        try (Gatekeeper nobody = Gatekeeper.whoLetsNobodyIn()) {
            assertStarts(State.CONNECTING, warm("mongodb://127.0.0.1:" + nobody.port() + options));
        }
        assertThat(log.lines("no server yet")).hasSize(1);
    }

    /** MongoDB does not read on when it sees TLS where it has none: its system then resets the connection. */
    @Test
    void tlsThatIsAnsweredByAResetStopsItToo() throws Exception {
        try (EmbeddedMongo plain = EmbeddedMongo.builder().start();
                Gatekeeper resets = Gatekeeper.whoResetsTls(plain.port())) {
            assertRefused(NO_TLS, warm("mongodb://127.0.0.1:" + resets.port() + "/?tls=true&directConnection=true"));
            assertStarts(State.CONNECTED, warm("mongodb://127.0.0.1:" + resets.port() + "/?directConnection=true"));
        }
    }

    @Test
    void anUnknownHostMayHeal() {
        assertStarts(State.CONNECTING, warm("mongodb://app:" + PASSWORD + "@nobody.invalid/"));
        assertThat(log.text())
                .contains("[shared] no server yet (MongoOperationTimeoutException, UnknownHostException); five more"
                        + " attempts follow, after 5, 10, 15, 20 and 25 s");
    }

    @Test
    void aReplicaSetWithoutPrimaryMayHeal() {
        try (EmbeddedMongo three = EmbeddedMongo.builder().members(3).start()) {
            three.kill(0);
            three.kill(1);
            assertStarts(State.CONNECTING, warm(three.connectionString()));
        }
    }

    @Test
    void aServerThatComesLaterIsFoundInTheBackground() {
        EmbeddedMongo server = EmbeddedMongo.builder().start();
        server.close();
        try (WeldApplication application = WeldApplication.start(warm(server.connectionString()), Map.of())) {
            PolyMongo polyMongo = application.get(PolyMongo.class);
            SmallRyeHealthReporter health = application.get(SmallRyeHealthReporter.class);
            assertThat(polyMongo.isConnected()).isFalse();

            try (EmbeddedMongo late =
                    EmbeddedMongo.builder().port(server.port()).start()) {
                // Nobody uses it: it is the attempt after five seconds that connects.
                await().until(polyMongo::isConnected);
                await().until(() -> log.text().contains("[shared] connected"));
                await().until(() -> !health.getReadiness().isDown());
            }
        }
        assertThat(log.lines("no server yet")).hasSize(1);
        assertThat(log.lines("[shared] connected")).hasSize(1);
    }

    @Test
    void meanwhileReadinessIsDownAndTheNextUseTriesAgain() {
        EmbeddedMongo server = EmbeddedMongo.builder().start();
        server.close();
        Map<String, String> config = warm(server.connectionString(), "health.timeout", "200ms");
        try (WeldApplication application = WeldApplication.start(config, Map.of())) {
            assertThat(application
                            .get(SmallRyeHealthReporter.class)
                            .getReadiness()
                            .isDown())
                    .isTrue();
            try (EmbeddedMongo late =
                    EmbeddedMongo.builder().port(server.port()).start()) {
                assertThat(application
                                .get(PolyMongo.class)
                                .database("app")
                                .getCollection("x")
                                .countDocuments())
                        .isZero();
            }
        }
    }

    @Test
    void whoClosesANamedPoolIsLeftAlone() {
        EmbeddedMongo gone = EmbeddedMongo.builder().start();
        gone.close();
        try (EmbeddedMongo server = EmbeddedMongo.builder().start();
                WeldApplication application = WeldApplication.start(
                        warm(
                                server.connectionString(),
                                "pools.eu.uri",
                                gone.connectionString(),
                                "pools.eu.cold-start",
                                "false"),
                        Map.of())) {
            assertThat(attempting()).isTrue();
            application.get(PolyMongo.class).pools().close("eu");
            await().until(() -> !attempting());
            assertThat(log.lines("[eu] opened")).hasSize(1);
        }
    }

    private static boolean attempting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("polymongo-start"));
    }

    @Test
    void whoDisconnectsIsLeftAlone() {
        EmbeddedMongo server = EmbeddedMongo.builder().start();
        server.close();
        try (WeldApplication application = WeldApplication.start(warm(server.connectionString()), Map.of())) {
            PolyMongo polyMongo = application.get(PolyMongo.class);
            polyMongo.disconnect();
            assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
            await().until(() -> !attempting());
            assertThat(polyMongo.state()).isEqualTo(State.DISCONNECTED);
        }
    }
}
