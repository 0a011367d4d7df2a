package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PoolDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolReaderTest {

    private static final PoolDefinition DEFAULTS = PoolDefinition.builder().build();

    @Test
    void everyKeyIsTaken() {
        PolyMongoConfig config = PolyMongoConfig.fromProperties(Map.of(
                "polymongo.pools.eu-west.uri", "mongodb://eu.example/ignored",
                "polymongo.pools.eu-west.databases", "orders, users",
                "polymongo.pools.eu-west.max-size", "5",
                "polymongo.pools.eu-west.min-idle", "2",
                "polymongo.pools.eu-west.close-after-idle", "10m",
                "polymongo.pools.eu-west.cold-start", "false",
                "polymongo.pools.us.databases", "sales"));

        assertThat(config.pools())
                .isEqualTo(Map.of(
                        "eu-west",
                        PoolDefinition.builder()
                                .uri("mongodb://eu.example/ignored")
                                .databases(Set.of("users", "orders"))
                                .maxSize(5)
                                .minIdle(2)
                                .closeAfterIdle(Duration.ofMinutes(10))
                                .coldStart(false)
                                .build(),
                        "us",
                        PoolDefinition.builder().databases(Set.of("sales")).build()));
    }

    @Test
    void nothingSetIsNoPool() {
        assertThat(PolyMongoConfig.fromProperties(Map.of()).pools()).isEmpty();
        assertThat(DEFAULTS).isEqualTo(new PoolDefinition(null, Set.of(), null, null, null, true));
    }

    @Test
    void aPoolMayHaveANameAlone() {
        assertThat(PolyMongoConfig.fromProperties(Map.of("polymongo.pool-names", "us, eu"))
                        .pools())
                .isEqualTo(Map.of("eu", DEFAULTS, "us", DEFAULTS))
                .extractingFromEntries(Map.Entry::getKey)
                .containsExactly("eu", "us");
    }

    /** The value is found under the key's own name, whatever the source calls it. */
    @Test
    void aPoolThatOnlyTheEnvironmentDefinesIsNamed() {
        Map<String, String> values = Map.of(
                "polymongo.pool-names", "eu-west",
                "polymongo.pools.eu-west.uri", "mongodb://eu.example",
                "polymongo.pools.eu-west.max-size", "5");
        ConfigReader.Reading reading = ConfigReader.read(
                key -> Optional.ofNullable(values.get(key)),
                Set.of("POLYMONGO_POOL_NAMES", "POLYMONGO_POOLS_EU_WEST_URI", "POLYMONGO_POOLS_EU_WEST_MAX_SIZE"));

        assertThat(reading.config().pools())
                .isEqualTo(Map.of(
                        "eu-west",
                        PoolDefinition.builder()
                                .uri("mongodb://eu.example")
                                .maxSize(5)
                                .build()));
        assertThat(reading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            eu.uri ~ http://x ~ polymongo.pools.eu.uri=http://x is not a MongoDB URI; give mongodb://host:port, mongodb+srv://host, or embedded
            eu.uri ~ mongodb://ann:s3cret@h:port ~ polymongo.pools.eu.uri=mongodb://***@h:port is not a valid MongoDB URI; percent-encode user name and password, and check hosts and options
            eu.uri ~ mongodb://h/a$b ~ polymongo.pools.eu.uri=mongodb://h/a$b names the database 'a$b', which is not valid; correct or remove it
            eu.databases ~ a, ~ polymongo.pools.eu.databases=a, has an empty name; give names separated by commas
            eu.databases ~ a/b ~ polymongo.pools.eu.databases=a/b has a name that is no database's: none of / \\ . " $ * < > : | ? space and NUL may be in it
            eu.databases ~ Admin ~ polymongo.pools.eu.databases=Admin is a database of the server's own; remove it
            eu.databases ~ a, b, A ~ polymongo.pools.eu.databases=a is there twice, as names are the same whatever their case; remove one
            eu.max-size ~ many ~ polymongo.pools.eu.max-size=many is not a whole number; give one such as 10
            eu.max-size ~ -1 ~ polymongo.pools.eu.max-size=-1 is negative; give 0 or more
            eu.min-idle ~ -1 ~ polymongo.pools.eu.min-idle=-1 is negative; give 0 or more
            eu.min-idle ~ 11 ~ polymongo.pools.eu.min-idle=11 is in effect, and more than pools.eu.max-size=10; lower one or raise the other
            eu.close-after-idle ~ 0s ~ polymongo.pools.eu.close-after-idle=PT0S is too short; give at least 1ms, or leave the key out for its default
            eu.close-after-idle ~ 10 ~ polymongo.pools.eu.close-after-idle=10 is not a duration; give one with its unit, such as 500ms, 30s or PT30S
            eu.cold-start ~ yes ~ polymongo.pools.eu.cold-start=yes is neither true nor false; give one of them
            eu.west.max-size ~ 5 ~ polymongo.pools: 'eu.west' is not a pool's name: none of / \\ . " $ * < > : | ? space and NUL may be in it
            Shared.max-size ~ 5 ~ polymongo.pools: 'Shared' is not a pool's name: it is that of the pool of all other databases; set polymongo.uri and polymongo.pool.* for that one
            """)
    void aBadValueIsToldWithKeyValueAndRemedy(String key, String value, String problem) {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(Map.of("polymongo.pools." + key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PMONGO-0101: " + problem)
                .hasNoCause();
    }

    @Test
    void allProblemsOfAllPoolsAreToldAtOnce() {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(Map.of(
                        "polymongo.pool-names", "a b, eu",
                        "polymongo.pools.eu.max-size", "many",
                        "polymongo.pools.eu.min-idle", "-1",
                        "polymongo.pools.us.max-size", "-2",
                        "polymongo.pools.us.databases", "local",
                        "polymongo.pool.max-size", "-3")))
                .hasMessage("""
                        PMONGO-0101: 6 problems:
                          - polymongo.pools.eu.max-size=many is not a whole number; give one such as 10
                          - polymongo.pools.eu.min-idle=-1 is negative; give 0 or more
                          - polymongo.pools.us.databases=local is a database of the server's own; remove it
                          - polymongo.pools.us.max-size=-2 is negative; give 0 or more
                          - polymongo.pool.max-size=-3 is negative; give 0 or more
                          - polymongo.pools: 'a b' is not a pool's name: none of / \\ . " $ * < > : | ? space and NUL may be in it""");
    }

    @Test
    void anEmptyListOfNamesIsAProblem() {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(
                        Map.of("polymongo.pool-names", "eu,,us", "polymongo.pools.eu.max-size", "-1")))
                .hasMessage("""
                        PMONGO-0101: 2 problems:
                          - polymongo.pool-names=eu,,us has an empty name; give names separated by commas
                          - polymongo.pools.eu.max-size=-1 is negative; give 0 or more""");
    }

    @Test
    void anUnknownAttributeIsAWarningWithTheNearestKnownOneAndMakesNoPool() {
        ConfigReader.Reading reading =
                ConfigReader.read(key -> Optional.empty(), Set.of("polymongo.pools.eu.max-sise"));
        assertThat(reading.config().pools()).isEmpty();
        assertThat(reading.warnings())
                .containsExactly("polymongo.pools.eu.max-sise is not a key of PolyMongo;"
                        + " did you mean polymongo.pools.eu.max-size?");
    }

    @ParameterizedTest
    @CsvSource({
        "polymongo.pools.eu.max.size, polymongo.pools.eu.max-size",
        "polymongo.pools.eu.close-after-idl, polymongo.pools.eu.close-after-idle",
        "polymongo.pool.eu.uri, polymongo.pools.eu.uri",
        "polymongo.pools.uri, polymongo.pools.eu.uri",
        "polymongo.pools-names, polymongo.pool-names",
        "POLYMONGO_POOLS_EU_MAX_SISE, POLYMONGO_POOLS_EU_MAX_SIZE",
        "POLYMONGO_POOLS_NAMES, POLYMONGO_POOL_NAMES",
        "POLYMONGO_POOLS_URI, POLYMONGO_POOLS_EU_URI",
    })
    void theNearestKeyIsToldForPoolsToo(String name, String nearest) {
        assertThat(warnings(Map.of("polymongo.pool-names", "eu"), name))
                .containsExactly(name + " is not a key of PolyMongo; did you mean " + nearest + "?");
    }

    @Test
    void wherePoolsAreUnknownTheNearestKeySaysWhereTheNameGoes() {
        assertThat(warnings(Map.of(), "polymongo.pools.uri"))
                .containsExactly(
                        "polymongo.pools.uri is not a key of PolyMongo; did you mean polymongo.pools.NAME.uri?");
    }

    @Test
    void aVariableForAPoolThatNobodyNamedIsAWarning() {
        assertThat(warnings(Map.of(), "POLYMONGO_POOLS_EU_WEST_URI"))
                .containsExactly("POLYMONGO_POOLS_EU_WEST_URI is for a pool that nobody named;"
                        + " add the pool's name to polymongo.pool-names");
        assertThat(warnings(Map.of("polymongo.pool-names", "eu-west"), "POLYMONGO_POOLS_EU_WEST_URI"))
                .isEmpty();
        assertThat(warnings(Map.of(), "POLYMONGO_POOLS_EU_WEST_URI", "polymongo.pools.eu-west.max-size"))
                .isEmpty();
    }

    @Test
    void aVariableThatTwoPoolsCouldClaimIsAProblem() {
        Map<String, String> values = new HashMap<>(Map.of("polymongo.pool-names", "eu-west,eu_west"));
        assertThat(warnings(values)).isEmpty();
        assertThatThrownBy(() -> warnings(values, "POLYMONGO_POOLS_EU_WEST_URI"))
                .hasMessage("PMONGO-0101: POLYMONGO_POOLS_EU_WEST_URI may be meant for each of the pools eu-west,"
                        + " eu_west, which the environment cannot tell apart; rename all but one");
    }

    @Test
    void aKeyThatARuntimeMadeUpOfAVariableIsNoPool() {
        Set<String> environment = Set.of("POLYMONGO_POOLS_EU_URI", "polymongo.pools.eu.uri");

        assertThat(PropertyNames.written(environment, () -> List.of(environment)))
                .containsExactly("POLYMONGO_POOLS_EU_URI");
        assertThat(PropertyNames.written(
                        environment, () -> List.of(environment, Set.of("polymongo.pools.eu.max-size"))))
                .containsExactly("POLYMONGO_POOLS_EU_URI");
        assertThat(PropertyNames.written(environment, () -> List.of(environment, Set.of("polymongo.pools.eu.uri"))))
                .isEqualTo(environment);
        assertThat(PropertyNames.written(
                        environment, () -> List.of(environment, Set.of("%dev.polymongo.pools.eu.uri"))))
                .isEqualTo(environment);
        Set<String> others = Set.of("POLYMONGO_URI", "polymongo.uri");
        assertThat(PropertyNames.written(others, () -> List.of(others))).isEqualTo(others);
    }

    /** Where a runtime's guesses cannot be told from keys, those that cannot be a pool's are passed over. */
    @Test
    void aMadeUpKeyWhosePoolWouldHaveADotIsPassedOver() {
        assertThat(PoolReader.pools(null, Set.of("POLYMONGO_POOLS_EU_WEST_URI", "polymongo.pools.eu.west.uri")))
                .isEmpty();
    }

    private static List<String> warnings(Map<String, String> values, String... names) {
        return ConfigReader.read(key -> Optional.ofNullable(values.get(key)), Set.of(names))
                .warnings();
    }
}
