package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.DirectoryKind;
import io.polymongo.HealthPools;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    @Test
    void nothingSetIsTheBuildersDefaults() {
        assertThat(PolyMongoConfig.fromProperties(Map.of()))
                .isEqualTo(PolyMongoConfig.builder().build());
        assertThat(PolyMongoConfig.fromProperties(Map.of()).connection().uri()).isEqualTo("mongodb://localhost:27017");
    }

    @Test
    void everyKeyIsTaken() {
        PolyMongoConfig config = PolyMongoConfig.fromProperties(Map.ofEntries(
                Map.entry("polymongo.uri", "mongodb://db.example/shop"),
                Map.entry("polymongo.default-database", "shop"),
                Map.entry("polymongo.prefer-uri", "true"),
                Map.entry("polymongo.max-pools", "7"),
                Map.entry("polymongo.max-total-connections", "70"),
                Map.entry("polymongo.close-timeout", "5s"),
                Map.entry("polymongo.health.pools", "all"),
                Map.entry("polymongo.debug", "true"),
                Map.entry("polymongo.log-path", "target/logs"),
                Map.entry("polymongo.cold-start", "false"),
                Map.entry("polymongo.pool.max-size", "50"),
                Map.entry("polymongo.pool.min-idle", "2"),
                Map.entry("polymongo.pool.connection-idle-timeout", "1m"),
                Map.entry("polymongo.pool.connection-max-age", "1h"),
                Map.entry("polymongo.pool.wait-timeout", "PT2S"),
                Map.entry("polymongo.connect-timeout", "3s"),
                Map.entry("polymongo.selection-timeout", "4s"),
                Map.entry("polymongo.operation-timeout", "500ms"),
                Map.entry("polymongo.metadata-database", "none"),
                Map.entry("polymongo.tenant.sources", "header, query"),
                Map.entry("polymongo.tenant.directory", "open"),
                Map.entry("polymongo.tenant.directory-cache", "0s"),
                Map.entry("polymongo.tenant.default", "acme"),
                Map.entry("polymongo.tenant.database", "{tenant}_db"),
                Map.entry("polymongo.tenant.header", "X-Org"),
                Map.entry("polymongo.tenant.query", "org"),
                Map.entry("polymongo.health.enabled", "false"),
                Map.entry("polymongo.health.name", "db"),
                Map.entry("polymongo.health.timeout", "1s"),
                Map.entry("polymongo.health.cache", "2s")));

        assertThat(config)
                .isEqualTo(PolyMongoConfig.builder()
                        .uri("mongodb://db.example/shop")
                        .defaultDatabase("shop")
                        .preferUri(true)
                        .coldStart(false)
                        .poolMaxSize(50)
                        .poolMinIdle(2)
                        .poolConnectionIdleTimeout(Duration.ofMinutes(1))
                        .poolConnectionMaxAge(Duration.ofHours(1))
                        .poolWaitTimeout(Duration.ofSeconds(2))
                        .connectTimeout(Duration.ofSeconds(3))
                        .selectionTimeout(Duration.ofSeconds(4))
                        .operationTimeout(Duration.ofMillis(500))
                        .metadataDatabase(null)
                        .tenantSources(Set.of(TenantSource.HEADER, TenantSource.QUERY))
                        .tenantDirectory(DirectoryKind.OPEN)
                        .tenantDirectoryCache(Duration.ZERO)
                        .tenantDefault("acme")
                        .tenantDatabase("{tenant}_db")
                        .tenantHeader("X-Org")
                        .tenantQuery("org")
                        .healthEnabled(false)
                        .healthName("db")
                        .healthTimeout(Duration.ofSeconds(1))
                        .healthCache(Duration.ofSeconds(2))
                        .maxPools(7)
                        .maxTotalConnections(70)
                        .closeTimeout(Duration.ofSeconds(5))
                        .healthPools(HealthPools.ALL)
                        .debug(true)
                        .logPath(Path.of("target/logs"))
                        .build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            uri ~ http://x ~ polymongo.uri=http://x is not a MongoDB URI; give mongodb://host:port, mongodb+srv://host, or embedded
            prefer-uri ~ yes ~ polymongo.prefer-uri=yes is neither true nor false; give one of them
            prefer-uri ~ true ~ polymongo.prefer-uri=true needs a database in polymongo.uri; add it as the URI's path
            default-database ~ a.b ~ polymongo.default-database=a.b is not a database name: none of / \\ . " $ * < > : | ? space and NUL may be in it
            pool.max-size ~ many ~ polymongo.pool.max-size=many is not a whole number; give one such as 10
            pool.max-size ~ -1 ~ polymongo.pool.max-size=-1 is negative; give 0 or more
            pool.min-idle ~ 11 ~ polymongo.pool.min-idle=11 is more than pool.max-size=10; lower one or raise the other
            pool.wait-timeout ~ 10 ~ polymongo.pool.wait-timeout=10 is not a duration; give one with its unit, such as 500ms, 30s or PT30S
            connect-timeout ~ 0s ~ polymongo.connect-timeout=PT0S is too short; give at least 1ms, or leave the key out for its default
            selection-timeout ~ 30d ~ polymongo.selection-timeout=PT720H is too long; give at most 24d, or leave the key out for its default
            metadata-database ~ admin ~ polymongo.metadata-database=admin is a database of the server's own; name another
            metadata-database ~ default ~ polymongo.metadata-database=default is the default database, too; name another
            metadata-database ~ DEFAULT ~ polymongo.metadata-database=DEFAULT is the default database, too; name another
            tenant.directory-cache ~ 200000d ~ polymongo.tenant.directory-cache=PT4800000H is too long; give at most 24d, or leave the key out for its default
            health.cache ~ 200000d ~ polymongo.health.cache=PT4800000H is too long; give at most 24d, or leave the key out for its default
            tenant.sources ~ jwt ~ polymongo.tenant.sources=jwt has 'jwt'; give scope, header, query
            tenant.sources ~ header, ~ polymongo.tenant.sources=header, has ''; give scope, header, query
            tenant.directory ~ closed ~ polymongo.tenant.directory=closed has 'closed'; give stored, open
            tenant.default ~ ACME ~ polymongo.tenant.default=ACME is no tenant id; give lower-case letters, digits, _ and -
            tenant.database ~ tenants ~ polymongo.tenant.database=tenants must contain {tenant} once; for example tenant_{tenant}
            tenant.database ~ a.{tenant} ~ polymongo.tenant.database=a.{tenant} makes no database name: none of / \\ . " $ * < > : | ? space and NUL may be in it
            tenant.header ~ X Tenant ~ polymongo.tenant.header=X Tenant is not a name for it; give letters, digits and -
            health.timeout ~ -1s ~ polymongo.health.timeout=-1s is not a duration; give one with its unit, such as 500ms, 30s or PT30S
            max-pools ~ 0 ~ polymongo.max-pools=0 is too few; give 1 or more, or leave the key out for no bound
            max-total-connections ~ 0 ~ polymongo.max-total-connections=0 is too few; give 1 or more, or leave the key out for no bound
            close-timeout ~ 30 ~ polymongo.close-timeout=30 is not a duration; give one with its unit, such as 500ms, 30s or PT30S
            close-timeout ~ PT-1S ~ polymongo.close-timeout=PT-1S is negative; give 0s or more
            health.pools ~ both ~ polymongo.health.pools=both has 'both'; give shared, all
            debug ~ 1 ~ polymongo.debug=1 is neither true nor false; give one of them
            log-path ~ '' ~ polymongo.log-path= is empty; give a folder
            tenant.pattern ~ x ~ polymongo.tenant.pattern is not a key of PolyMongo; did you mean polymongo.tenant.header?
            """)
    void aBadValueIsToldWithKeyValueAndRemedy(String key, String value, String problem) {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(Map.of("polymongo." + key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("PMONGO-0101: " + problem);
    }

    @Test
    void theDefaultTenantNeedsADatabaseThatMayBeATenants() {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(Map.of("polymongo.tenant.default", "x".repeat(57))))
                .hasMessage("PMONGO-0101: polymongo.tenant.default=" + "x".repeat(57)
                        + " has no database under tenant_{tenant}: it has 64 bytes in UTF-8; give at most 63");
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(
                        Map.of("polymongo.tenant.default", "admin", "polymongo.tenant.database", "{tenant}")))
                .hasMessage("PMONGO-0101: polymongo.tenant.default=admin would live in 'admin', which belongs to the"
                        + " server or to PolyMongo; name another");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> PolyMongoConfig.fromProperties(Map.of(
                        "polymongo.pool.max-size", "many",
                        "polymongo.health.cache", "soon",
                        "polymongo.pool.min-idle", "20",
                        "polymongo.tenant.directry", "open",
                        "polymongo.tenant.default", "-")))
                .hasMessage("""
                        PMONGO-0101: 5 problems:
                          - polymongo.pool.max-size=many is not a whole number; give one such as 10
                          - polymongo.health.cache=soon is not a duration; give one with its unit, such as 500ms, 30s or PT30S
                          - polymongo.tenant.directry is not a key of PolyMongo; did you mean polymongo.tenant.directory?
                          - polymongo.tenant.default=- is no tenant id; give lower-case letters, digits, _ and -
                          - polymongo.pool.min-idle=20 is more than pool.max-size=10; lower one or raise the other""");
    }

    @Test
    void anUnknownKeyIsAWarningWithTheNearestKnownOne() {
        assertThat(warnings("polymongo.pool.maxsize"))
                .containsExactly(
                        "polymongo.pool.maxsize is not a key of PolyMongo; did you mean polymongo.pool.max-size?");
        assertThat(warnings("POLYMONGO_POOL_MAXSIZE"))
                .containsExactly(
                        "POLYMONGO_POOL_MAXSIZE is not a key of PolyMongo; did you mean POLYMONGO_POOL_MAX_SIZE?");
        assertThat(warnings("polymongo.something-else-altogether"))
                .containsExactly("polymongo.something-else-altogether is not a key of PolyMongo; remove it");
    }

    @Test
    void aKnownKeyIsNoWarningHoweverTheEnvironmentSpellsIt() {
        assertThat(warnings("POLYMONGO_POOL_MAX_SIZE")).isEmpty();
        assertThat(warnings("POLYMONGO_POOL_MAX_SIZE", "polymongo.pool.max.size"))
                .isEmpty();
        assertThat(warnings("polymongo.pool.max.size")).hasSize(1);
        assertThat(warnings("quarkus.http.port", "POLYMONGOX")).isEmpty();
    }

    private static List<String> warnings(String... names) {
        return ConfigReader.read(key -> Optional.empty(), Set.of(names)).warnings();
    }
}
