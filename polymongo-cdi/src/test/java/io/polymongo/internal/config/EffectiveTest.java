package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoConfigBuilder;
import io.polymongo.PoolDefinition;
import io.polymongo.PoolDefinitionBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key of ours beats the URI's option, which beats the default; a pool's own URI beats the shared pool's keys. */
class EffectiveTest {

    private static Effective named(PolyMongoConfig config, PoolDefinition definition) {
        return Effective.of(config.connection(), config.pool(), definition);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # own key, own URI's option (- for no URI), shared key, shared URI's option, what counts
            1, 2, 3, 4, 1
             , 2, 3, 4, 2
             , 0, 3, 4, 3
             , 0,  , 4, default
            1, -, 3, 4, 1
             , -, 3, 4, 3
             , -,  , 4, 4
             , -,  , 0, default
            """)
    void sizesCountInTheirOrder(
            @Nullable Integer own, String inOwnUri, @Nullable Integer shared, int inSharedUri, String counts) {
        PolyMongoConfigBuilder most = PolyMongoConfig.builder().poolMaxSize(shared);
        PolyMongoConfigBuilder least = PolyMongoConfig.builder().poolMinIdle(shared);
        if (inSharedUri != 0) {
            most.uri("mongodb://shared/?maxPoolSize=" + inSharedUri);
            least.uri("mongodb://shared/?minPoolSize=" + inSharedUri);
        }
        PoolDefinitionBuilder ownMost = PoolDefinition.builder().maxSize(own);
        PoolDefinitionBuilder ownLeast = PoolDefinition.builder().minIdle(own);
        if (inOwnUri.equals("0")) {
            ownMost.uri("mongodb://own");
            ownLeast.uri("mongodb://own");
        } else if (!inOwnUri.equals("-")) {
            ownMost.uri("mongodb://own/?maxPoolSize=" + inOwnUri);
            ownLeast.uri("mongodb://own/?minPoolSize=" + inOwnUri);
        }

        boolean none = counts.equals("default");
        assertThat(named(most.build(), ownMost.build()).maxSize()).isEqualTo(none ? 10 : Integer.parseInt(counts));
        assertThat(named(least.build(), ownLeast.build()).minSize()).isEqualTo(none ? 0 : Integer.parseInt(counts));
    }

    @Test
    void otherOptionsComeFromTheUriInUse() {
        String options = "?waitQueueTimeoutMS=1000&connectTimeoutMS=2000&serverSelectionTimeoutMS=3000";
        PolyMongoConfig inSharedUri =
                PolyMongoConfig.builder().uri("mongodb://shared/" + options).build();
        PoolDefinition plain = PoolDefinition.builder().uri("mongodb://own").build();
        PoolDefinition withOptions =
                PoolDefinition.builder().uri("mongodb://own/" + options).build();

        assertThat(named(inSharedUri, plain))
                .returns("mongodb://own", Effective::uri)
                .returns(Duration.ofSeconds(10), Effective::waitTimeout)
                .returns(Duration.ofSeconds(10), Effective::connectTimeout)
                .returns(Duration.ofSeconds(30), Effective::selectionTimeout);
        assertThat(named(inSharedUri, PoolDefinition.builder().build()))
                .returns("mongodb://shared/" + options, Effective::uri)
                .returns(Duration.ofSeconds(1), Effective::waitTimeout)
                .returns(Duration.ofSeconds(2), Effective::connectTimeout)
                .returns(Duration.ofSeconds(3), Effective::selectionTimeout);
        assertThat(named(PolyMongoConfig.builder().build(), withOptions))
                .returns("mongodb://own/" + options, Effective::uri)
                .returns(Duration.ofSeconds(1), Effective::waitTimeout)
                .returns(Duration.ofSeconds(2), Effective::connectTimeout)
                .returns(Duration.ofSeconds(3), Effective::selectionTimeout);
    }

    @Test
    void aKeyBeatsTheUriOfEveryPool() {
        PolyMongoConfig config = PolyMongoConfig.builder()
                .poolWaitTimeout(Duration.ofMillis(1))
                .connectTimeout(Duration.ofMillis(2))
                .selectionTimeout(Duration.ofMillis(3))
                .build();
        PoolDefinition own = PoolDefinition.builder()
                .uri("mongodb://own/?waitQueueTimeoutMS=1000&connectTimeoutMS=2000&serverSelectionTimeoutMS=3000")
                .build();

        assertThat(named(config, own))
                .returns(Duration.ofMillis(1), Effective::waitTimeout)
                .returns(Duration.ofMillis(2), Effective::connectTimeout)
                .returns(Duration.ofMillis(3), Effective::selectionTimeout);
    }

    @Test
    void aPoolsUriNamesNoDefaultDatabase() {
        PoolDefinition own =
                PoolDefinition.builder().uri("mongodb://own/elsewhere").build();
        assertThat(named(PolyMongoConfig.builder().build(), own).database()).isEqualTo("default");
        assertThat(named(PolyMongoConfig.builder().uri("mongodb://shared/shop").build(), own)
                        .database())
                .isEqualTo("shop");
    }

    @Test
    void anEmbeddedServerHasNoOptions() {
        PoolDefinition embedded = PoolDefinition.builder().uri("embedded").build();
        assertThat(named(
                        PolyMongoConfig.builder()
                                .uri("mongodb://shared/?maxPoolSize=50")
                                .build(),
                        embedded))
                .returns("embedded", Effective::uri)
                .returns(10, Effective::maxSize);
    }
}
