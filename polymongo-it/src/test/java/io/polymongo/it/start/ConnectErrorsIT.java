package io.polymongo.it.start;

import static io.polymongo.it.start.GuardedServers.PASSWORD;
import static io.polymongo.it.start.GuardedServers.WRONG_PASSWORD;
import static io.polymongo.it.start.GuardedServers.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.State;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.server.LeakCheck;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code connect()} throws, as class and state, and that it tells no secret; the driver's words pass through. */
@ExtendWith(LeakCheck.class)
class ConnectErrorsIT {

    /** Long enough for one that is refused on loopback to see it; what is not refused waits for all of it. */
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private static PolyMongo polyMongo(String uri) {
        return PolyMongo.create(PolyMongoConfig.builder()
                .uri(uri)
                .connectTimeout(CONNECT)
                .selectionTimeout(CONNECT)
                .build());
    }

    /** Connecting fails so, a second time, too, and all that can be read of it tells no password. */
    private static void assertFails(String uri, Class<? extends Throwable> type, State state) {
        try (PolyMongo polyMongo = polyMongo(uri)) {
            Throwable thrown = catchThrowable(polyMongo::connect);
            assertThat(thrown).isInstanceOf(type);
            assertThat(polyMongo.state()).isEqualTo(state);
            assertThat(polyMongo.isConnected()).isFalse();
            assertThat(Throwables.getStackTrace(thrown)).doesNotContain(PASSWORD, WRONG_PASSWORD);
            assertThat(polyMongo.stats().toString()).doesNotContain(PASSWORD, WRONG_PASSWORD);
            assertThat(catchThrowable(polyMongo::connect)).isInstanceOf(type);
        }
    }

    @Test
    void aWrongPassword() {
        try (EmbeddedMongo server = GuardedServers.withUsers()) {
            String uri = uri(server, "app", WRONG_PASSWORD);
            assertFails(uri, MongoSecurityException.class, State.CONNECTING);
            try (PolyMongo polyMongo = polyMongo(uri)) {
                assertThatThrownBy(polyMongo::connect)
                        .hasMessageStartingWith("Exception authenticating MongoCredential{")
                        .hasMessageContaining("password=<hidden>")
                        .cause()
                        .isInstanceOfSatisfying(
                                MongoCommandException.class,
                                e -> assertThat(e.getErrorCode()).isEqualTo(18));
            }
        }
    }

    @Test
    void aUserWithoutRolesConnectsAndIsRefusedAtTheFirstCall() {
        try (EmbeddedMongo server = GuardedServers.withUsers();
                PolyMongo polyMongo = polyMongo(uri(server, "nobody", PASSWORD))) {
            polyMongo.connect();
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
            assertThatThrownBy(() ->
                            polyMongo.database("app").getCollection("x").find().first())
                    .isInstanceOfSatisfying(
                            MongoException.class, e -> assertThat(e.getCode()).isEqualTo(13));
            assertThat(polyMongo.state()).isEqualTo(State.CONNECTED);
        }
    }

    @Test
    void anUnknownHost() {
        assertFails(
                "mongodb://app:" + PASSWORD + "@nobody.invalid:27017/", MongoTimeoutException.class, State.CONNECTING);
    }

    @Test
    void tlsToAPlainServerAndToOneThatIsNotTrusted(@TempDir Path folder) throws Exception {
        try (EmbeddedMongo plain = EmbeddedMongo.builder().start();
                EmbeddedMongo tls = GuardedServers.withTls(folder)) {
            assertFails(
                    "mongodb://127.0.0.1:" + plain.port() + "/?tls=true",
                    MongoTimeoutException.class,
                    State.CONNECTING);
            assertFails(
                    "mongodb://127.0.0.1:" + tls.port() + "/?tls=true", MongoTimeoutException.class, State.CONNECTING);
        }
    }

    @Test
    void plainlyToATlsServer(@TempDir Path folder) throws Exception {
        try (EmbeddedMongo tls = GuardedServers.withTls(folder)) {
            assertFails("mongodb://127.0.0.1:" + tls.port() + "/", MongoTimeoutException.class, State.CONNECTING);
        }
    }

    @Test
    void aMalformedUriIsNoConfiguration() {
        assertThatThrownBy(() -> polyMongo("mongodb://app:" + PASSWORD + "@"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PMONGO-0101: polymongo.uri=mongodb://***@ is not a valid MongoDB URI; percent-encode user"
                        + " name and password, and check hosts and options");
    }
}
