package io.polymongo.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PoolDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {

    private static PolyMongoConfig read(String uri, String most) {
        return PolyMongoConfig.fromProperties(Map.of("polymongo.uri", uri, "polymongo.max-total-connections", most));
    }

    @Test
    void thoseOfThePoolAndTwoThatWatchEachServer() {
        assertThat(ConnectionCount.of(10, 1)).isEqualTo(12);
        assertThat(ConnectionCount.of(10, 3)).isEqualTo(36);
        assertThat(ConnectionCount.of(Integer.MAX_VALUE, 50)).isGreaterThan(Integer.MAX_VALUE);
        assertThat(ConnectionCount.of(0, 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aSharedPoolThatCannotBeOpenedEvenAloneIsAProblem() {
        assertThatThrownBy(() -> read("mongodb://ann:secret@a,b,c/", "35"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "PMONGO-0101: polymongo.pool.max-size=10 is in effect, and with 2 connections that watch each"
                                + " server makes 36 for 3 servers, more than max-total-connections=35; lower one or raise the"
                                + " other");
        assertThat(read("mongodb://ann:secret@a,b,c/", "36").budget().maxTotalConnections())
                .isEqualTo(36);
        assertThatThrownBy(() -> read("mongodb://a/?maxPoolSize=50", "51"))
                .hasMessageContaining("makes 52 for 1 server,");
    }

    @Test
    void soIsANamedOne() {
        assertThatThrownBy(() -> PolyMongoConfig.builder()
                        .maxTotalConnections(20)
                        .pool(
                                "eu",
                                PoolDefinition.builder()
                                        .uri("mongodb://a,b/")
                                        .maxSize(9)
                                        .build())
                        .build())
                .hasMessageContaining("polymongo.pools.eu.max-size=9 is in effect")
                .hasMessageContaining("makes 22 for 2 servers");
    }

    @Test
    void anSrvRecordIsNotAskedForHere() {
        assertThat(read("mongodb+srv://cluster.nobody.invalid/", "1").budget().maxTotalConnections())
                .isEqualTo(1);
    }

    @Test
    void anEmbeddedServerIsOne() {
        assertThat(read("embedded", "12").budget().maxTotalConnections()).isEqualTo(12);
        assertThatThrownBy(() -> read("embedded", "11")).hasMessageContaining("makes 12 for 1 server,");
    }
}
