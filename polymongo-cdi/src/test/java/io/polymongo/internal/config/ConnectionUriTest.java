package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUriTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost, mongodb://localhost",
        "mongodb://ann:s3cret@localhost/x, mongodb://***@localhost/x",
        "mongodb://ann:s3@cret@localhost/x, mongodb://***@localhost/x",
        "mongodb+srv://ann:s3cret@cluster.example, mongodb+srv://***@cluster.example",
        "mongodb://h/?tlsCertificateKeyFilePassword=s3cret&w=1, mongodb://h/?tlsCertificateKeyFilePassword=***&w=1",
        "mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:s3cret, mongodb://h/?authMechanismProperties=***",
        "ann:s3cret@localhost, ***@localhost",
    })
    void userInformationIsHidden(String uri, String redacted) {
        assertThat(ConnectionUri.redacted(uri)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://ann:%s3cret@host",
                "mongodb://ann:s3cret@",
                "mongodb://ann:s3cret@host:port",
                "mongodb://ann:s3cr/et@host",
                "mongodb://a:n:n:s3cret@host",
                "mongodb://ann:s3cret@host/?authMechanism=NONE",
                "ann:s3cret@host"
            })
    void noSecretIsInAMessageOrInItsCauses(String uri) {
        assertThatThrownBy(() -> PolyMongoConfig.builder().uri(uri).build())
                .hasMessageStartingWith("PMONGO-0101: polymongo.uri=")
                .hasNoCause()
                .satisfies(e -> assertThat(e.toString()).doesNotContain("s3", "et@"));
    }

    @Test
    void noSecretIsInTheConfigurationsText() {
        PolyMongoConfig config =
                PolyMongoConfig.builder().uri("mongodb://ann:s3cret@host").build();
        assertThat(config.toString()).contains("mongodb://***@host").doesNotContain("s3cret", "ann");
    }

    @Test
    void aNameServerIsNotAskedForAnSrvUri() {
        assertThat(ConnectionUri.problem("mongodb+srv://cluster.does-not-exist.invalid/shop"))
                .isNull();
        assertThat(ConnectionUri.database("mongodb+srv://cluster.does-not-exist.invalid/shop"))
                .isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://host ",
                "mongodb://a, b",
                "mongodb://host/?replicaSet=rs0 ",
                "mongodb://ann:s3cret@host/?replicaSet=rs0\n",
                "mongodb://host/?maxPoolSize=-5",
                "mongodb://host/?minPoolSize=-5",
                "mongodb://host/?maxIdleTimeMS=-5",
                "mongodb://host/?timeoutMS=-5",
                "mongodb://host/?connectTimeoutMS=-5",
                "mongodb+srv://cluster.does-not-exist.invalid/?maxPoolSize=-5",
            })
    void whatTheDriverWouldRefuseAtTheFirstUseIsRefusedBefore(String uri) {
        assertThatThrownBy(() -> PolyMongoConfig.builder().uri(uri).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("PMONGO-0101: polymongo.uri=");
    }

    /** Each option that the driver knows, with values at and beyond the ends of ranges; but for what a key of ours beats. */
    @Test
    void noOptionPassesThatTheDriverRefusesLater() throws ReflectiveOperationException {
        Field known = ConnectionString.class.getDeclaredField("ALL_KEYS");
        known.setAccessible(true);
        List<String> later = new ArrayList<>();
        for (Object option : (Set<?>) known.get(null)) {
            for (String value : List.of("-5", "-1", "0", "1", "500000", "true", "x".repeat(128), "x".repeat(129))) {
                String uri = "mongodb://host/?" + option + "=" + value;
                if (isRefusedByTheDriver(uri) && ConnectionUri.problem(uri) == null) {
                    later.add(uri);
                }
            }
        }
        assertThat(later).containsExactly("mongodb://host/?minpoolsize=500000");
    }

    private static boolean isRefusedByTheDriver(String uri) {
        try {
            ConnectionString parsed = new ConnectionString(uri);
            MongoClientSettings.builder()
                    .applyConnectionString(parsed)
                    .applyToSocketSettings(socket -> socket.connectTimeout(10, TimeUnit.SECONDS))
                    .build();
            return false;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return true;
        }
    }

    @Test
    void anOptionThatAKeyBeatsIsComparedWithTheKey() {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri("mongodb://host/?minPoolSize=200&maxPoolSize=0")
                .poolMaxSize(300)
                .build();
        assertThat(Effective.of(config.connection(), config.pool()).minSize()).isEqualTo(200);
    }

    @Test
    void whatIsAcceptedTheDriverTakes() {
        assertThatThrownBy(() ->
                        PolyMongoConfig.builder().poolMaxSize(0).poolMinIdle(5).build())
                .hasMessage("PMONGO-0101: polymongo.pool.min-idle=5 is more than pool.max-size=0;"
                        + " lower one or raise the other");
        try (PolyMongo unbounded = PolyMongo.create(PolyMongoConfig.builder()
                .uri("mongodb://localhost:1")
                .poolMaxSize(0)
                .build())) {
            assertThat(unbounded.database().getName()).isEqualTo("default");
        }
    }
}
