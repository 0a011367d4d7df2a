package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PoolDefinition;
import io.polymongo.internal.config.ConfigReader;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pools in the environment of a runtime that lists each variable as a key, too. */
class ContainerConfigTest {

    private static ConfigReader.Reading read(Map<String, String> environment, Map<String, String> properties) {
        return ContainerConfig.read(new SmallRyeConfigBuilder()
                .withProfile("dev")
                .withSources(new EnvConfigSource(environment, 300), new PropertiesConfigSource(properties, "file", 100))
                .build());
    }

    private static PoolDefinition at(String uri) {
        return PoolDefinition.builder().uri(uri).build();
    }

    @Test
    void variablesAloneMakeNoPool() {
        ConfigReader.Reading reading = read(
                Map.of("POLYMONGO_POOLS_EU_URI", "mongodb://e", "POLYMONGO_POOLS_US_EAST_MAX_SIZE", "5"), Map.of());

        assertThat(reading.config().pools()).isEmpty();
        assertThat(reading.warnings())
                .containsExactly(
                        "POLYMONGO_POOLS_EU_URI is for a pool that nobody named;"
                                + " add the pool's name to polymongo.pool-names",
                        "POLYMONGO_POOLS_US_EAST_MAX_SIZE is for a pool that nobody named;"
                                + " add the pool's name to polymongo.pool-names");
    }

    @Test
    void aNamedPoolIsReadFromVariables() {
        ConfigReader.Reading reading = read(
                Map.of(
                        "POLYMONGO_POOL_NAMES", "us-east,EU",
                        "POLYMONGO_POOLS_EU_URI", "mongodb://e",
                        "POLYMONGO_POOLS_US_EAST_MAX_SIZE", "5"),
                Map.of());

        assertThat(reading.config().pools())
                .isEqualTo(Map.of(
                        "EU",
                        at("mongodb://e"),
                        "us-east",
                        PoolDefinition.builder().maxSize(5).build()));
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void aVariableOverridesAKeyOfAFile() {
        ConfigReader.Reading reading = read(
                Map.of(
                        "POLYMONGO_POOLS_EU_URI", "mongodb://e",
                        "POLYMONGO_POOLS_US_EAST_URI", "mongodb://u",
                        "POLYMONGO_POOLS_AP_URI", "mongodb://a"),
                Map.of(
                        "polymongo.pools.eu.uri", "mongodb://x",
                        "polymongo.pools.us-east.uri", "mongodb://x",
                        "%dev.polymongo.pools.ap.uri", "mongodb://x"));

        assertThat(reading.config().pools())
                .isEqualTo(Map.of("eu", at("mongodb://e"), "us-east", at("mongodb://u"), "ap", at("mongodb://a")));
        assertThat(reading.warnings()).isEmpty();
    }

    @Test
    void anotherProfilesPoolIsNone() {
        assertThat(read(Map.of(), Map.of("%prod.polymongo.pools.eu.uri", "mongodb://x"))
                        .config()
                        .pools())
                .isEmpty();
    }
}
