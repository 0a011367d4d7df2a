package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolRulesTest {

    private static final PoolDefinition DEFAULTS = PoolDefinition.builder().build();

    private static PoolDefinition holding(String... databases) {
        return PoolDefinition.builder().databases(Set.of(databases)).build();
    }

    private static PoolDefinition sized(Integer maxSize, Integer minIdle) {
        return PoolDefinition.builder().maxSize(maxSize).minIdle(minIdle).build();
    }

    @Test
    void aDatabaseLivesInOnePool() {
        PolyMongoConfigBuilder builder =
                PolyMongoConfig.builder().pool("eu", holding("orders", "users")).pool("us", holding("Orders", "sales"));
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PMONGO-0101: polymongo.pools.us.databases=Orders is in the pool 'eu', too;"
                        + " leave it in one of the two");
        assertThat(builder.pool("us", holding("sales")).build().pools()).hasSize(2);
    }

    @Test
    void theDefaultAndTheMetadataDatabaseMayBeInAPool() {
        assertThatCode(() -> PolyMongoConfig.builder()
                        .defaultDatabase("shop")
                        .metadataDatabase("meta")
                        .pool("eu", holding("shop", "meta"))
                        .build())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "a.b, none of",
        "a b, none of",
        "a/b, none of",
        "shared, it is that",
        "SHARED, it is that"
    })
    void aPoolsNameIsWhatCouldBeADatabases(String name, String why) {
        assertThatThrownBy(() -> PolyMongoConfig.builder().pool(name, DEFAULTS).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("PMONGO-0101: polymongo.pools: '" + name + "' is not a pool's name: " + why)
                .satisfies(
                        e -> assertThat(((ConfigurationException) e).problems()).hasSize(1));
        assertThat(PoolRules.nameProblem("eu-west_" + name.length())).isNull();
    }

    @Test
    void namesOfPoolsDifferInMoreThanCase() {
        assertThatThrownBy(() -> PolyMongoConfig.builder()
                        .pool("EU", DEFAULTS)
                        .pool("eu", DEFAULTS)
                        .build())
                .hasMessage("PMONGO-0101: polymongo.pools.eu differs from polymongo.pools.EU in case only; rename one");
    }

    @Test
    void oneDatabaseAloneLeavesNoRoomForPools() {
        PolyMongoConfigBuilder builder =
                PolyMongoConfig.builder().uri("mongodb://h/shop").preferUri(true);
        assertThatCode(builder::build).doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> builder.pool("us", DEFAULTS).pool("eu", DEFAULTS).build())
                .hasMessage("PMONGO-0101: polymongo.prefer-uri=true leaves one database only, so that named pools"
                        + " (eu, us) serve nobody; remove the one or the others");
    }

    @Test
    void leastAndMostAreComparedAsTheyTakeEffect() {
        PolyMongoConfigBuilder builder = PolyMongoConfig.builder().poolMinIdle(8);
        assertThatThrownBy(() -> builder.pool("eu", sized(5, null)).build())
                .hasMessage("PMONGO-0101: polymongo.pools.eu.min-idle=8 is in effect, and more than"
                        + " pools.eu.max-size=5; lower one or raise the other");
        assertThatCode(() -> builder.pool("eu", sized(5, 5)).build()).doesNotThrowAnyException();
    }

    @Test
    void aProblemOfTheSharedPoolIsNotToldAgainForThoseThatFollowIt() {
        assertThatThrownBy(() -> PolyMongoConfig.builder()
                        .poolMinIdle(11)
                        .pool("eu", DEFAULTS)
                        .build())
                .hasMessage("PMONGO-0101: polymongo.pool.min-idle=11 is more than pool.max-size=10;"
                        + " lower one or raise the other");
    }

    @Test
    void aBoundForAllNeedsABoundForEach() {
        PolyMongoConfigBuilder builder = PolyMongoConfig.builder()
                .poolMaxSize(0)
                .pool("eu", sized(0, null))
                .pool("us", DEFAULTS);
        assertThatCode(builder::build).doesNotThrowAnyException();
        assertThatThrownBy(() -> builder.maxTotalConnections(100).build()).hasMessage("""
                        PMONGO-0101: 2 problems:
                          - polymongo.pool.max-size=0 has no bound, so that max-total-connections=100 could not hold; give a number, or remove max-total-connections
                          - polymongo.pools.eu.max-size=0 has no bound, so that max-total-connections=100 could not hold; give a number, or remove max-total-connections""");
        assertThatCode(() ->
                        builder.poolMaxSize(null).pool("eu", sized(5, null)).build())
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsDefinedAtRunTimeObeysTheSameRules() {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .poolMinIdle(8)
                .maxTotalConnections(100)
                .build();
        assertThatCode(() -> PoolRules.check(config, "eu", sized(9, null))).doesNotThrowAnyException();
        assertThatThrownBy(() -> PoolRules.check(config, "a.b", sized(5, null)))
                .hasMessageContainingAll("2 problems", "'a.b'", "polymongo.pools.a.b.min-idle=8");
        assertThatThrownBy(() -> PoolRules.check(config, "eu", sized(0, 0))).hasMessageContaining("has no bound");
        assertThatThrownBy(() -> PoolRules.check(config, "eu", holding("a", "A")))
                .hasMessageContaining("twice");
        PolyMongoConfig pinned = PolyMongoConfig.builder()
                .uri("mongodb://h/shop")
                .preferUri(true)
                .build();
        assertThatThrownBy(() -> PoolRules.check(pinned, "eu", DEFAULTS)).hasMessageContaining("prefer-uri=true");
    }

    @Test
    void aDefinitionIsJudgedAloneWhereItIsMade() {
        assertThatThrownBy(() -> PoolDefinition.builder()
                        .uri("mongodb://ann:s3cret@host:port")
                        .maxSize(-1)
                        .build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        PMONGO-0101: 2 problems:
                          - polymongo.pools.NAME.uri=mongodb://***@host:port is not a valid MongoDB URI; percent-encode user name and password, and check hosts and options
                          - polymongo.pools.NAME.max-size=-1 is negative; give 0 or more""")
                .hasNoCause();
    }

    @Test
    void noSecretIsInATextOfADefinition() {
        PoolDefinition secret = PoolDefinition.builder()
                .uri("mongodb://ann:s3cret@host/?tlsCertificateKeyFilePassword=hidd3n")
                .databases(Set.of("orders"))
                .build();
        PolyMongoConfig config = PolyMongoConfig.builder()
                .uri("mongodb://bob:t0psecret@other")
                .pool("eu", secret)
                .build();

        assertThat(secret.toString())
                .contains("mongodb://***@host", "[orders]")
                .doesNotContain("s3cret", "ann", "hidd3n");
        assertThat(config.toString())
                .contains("mongodb://***@host", "mongodb://***@other")
                .doesNotContain("s3cret", "ann", "hidd3n", "t0psecret");
        assertThat(Effective.of(config.connection(), config.pool(), secret))
                .satisfies(effective -> assertThat(effective.toString())
                        .contains("mongodb://***@host")
                        .doesNotContain("s3cret", "ann", "hidd3n"));
        assertThat(DEFAULTS.toString()).contains("uri=null");
    }

    @Test
    void configurationsDoNotChangeAfterwards() {
        Set<String> databases = new HashSet<>(Set.of("orders"));
        PoolDefinition definition =
                PoolDefinition.builder().databases(databases).build();
        databases.add("users");
        PolyMongoConfigBuilder builder = PolyMongoConfig.builder().pool("eu", definition);
        PolyMongoConfig config = builder.build();
        builder.pool("us", DEFAULTS);

        assertThat(config.pools()).isEqualTo(Map.of("eu", holding("orders")));
        assertThatThrownBy(() -> config.pools().put("us", DEFAULTS)).isInstanceOf(UnsupportedOperationException.class);
        Map<String, PoolDefinition> given = new HashMap<>(Map.of("eu", DEFAULTS));
        PolyMongoConfig made = new PolyMongoConfig(
                config.connection(),
                config.pool(),
                given,
                config.budget(),
                config.tenant(),
                config.transaction(),
                config.health(),
                config.log(),
                config.metadataDatabase());
        given.clear();
        assertThat(made.pools()).containsOnlyKeys("eu");
    }

    @Test
    void thePoolOfAllOthersHasOneName() {
        assertThat(PoolRules.SHARED).isEqualTo(io.polymongo.internal.pool.Pool.SHARED);
    }
}
