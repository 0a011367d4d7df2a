package io.polymongo.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.spi.dns.DnsClient;
import com.mongodb.spi.dns.DnsWithResponseCodeException;
import io.polymongo.internal.log.Log;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerCountTest {

    private static final List<String> THREE =
            List.of("0 0 27017 a.example.com.", "0 0 27017 b.example.com.", "0 0 27017 c.example.com.");

    private static int count(MongoClientSettings settings) {
        return ServerCount.of(settings, Log.ofRuntime());
    }

    private static MongoClientSettings srv(DnsClient dns, @Nullable Integer most) {
        return MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> {
                    cluster.srvHost("cluster.example.com");
                    if (most != null) {
                        cluster.srvMaxHosts(most);
                    }
                })
                .dnsClient(dns)
                .build();
    }

    @Test
    void theHostsThatAreListed() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyToClusterSettings(
                        cluster -> cluster.hosts(List.of(new ServerAddress("a"), new ServerAddress("b"))))
                .build();
        assertThat(count(settings)).isEqualTo(2);
        assertThat(count(MongoClientSettings.builder().build())).isEqualTo(1);
    }

    @Test
    void theNamesOfTheSrvRecordAskedForAsTheDriverAsks() {
        List<String> asked = new ArrayList<>();
        assertThat(count(srv(
                        (name, type) -> {
                            asked.add(type + " " + name);
                            return THREE;
                        },
                        null)))
                .isEqualTo(3);
        assertThat(asked).containsExactly("SRV _mongodb._tcp.cluster.example.com");
    }

    @Test
    void anotherServiceNameIsAskedFor() {
        List<String> asked = new ArrayList<>();
        MongoClientSettings settings = MongoClientSettings.builder(srv(
                        (name, type) -> {
                            asked.add(name);
                            return THREE;
                        },
                        null))
                .applyToClusterSettings(cluster -> cluster.srvServiceName("other"))
                .build();
        assertThat(count(settings)).isEqualTo(3);
        assertThat(asked).containsExactly("_other._tcp.cluster.example.com");
    }

    @Test
    void noMoreThanTheDriverTakes() {
        assertThat(count(srv((name, type) -> THREE, 2))).isEqualTo(2);
        assertThat(count(srv((name, type) -> THREE, 0))).isEqualTo(3);
        assertThat(count(srv((name, type) -> THREE, 5))).isEqualTo(3);
    }

    @Test
    void aNameServerThatDoesNotAnswerCountsAsOne() {
        assertThat(count(srv((name, type) -> List.of(), null))).isEqualTo(1);
        assertThat(count(srv(
                        (name, type) -> {
                            throw new DnsWithResponseCodeException("no such name", 3, new IllegalStateException());
                        },
                        null)))
                .isEqualTo(1);
    }

    /** Names under {@code .invalid} are nobody's: whether a name server says so, or there is none, it is one server. */
    @Test
    void withoutAnOwnClientTheJdkIsAsked() {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.srvHost("cluster.nobody.invalid"))
                .build();
        assertThat(count(settings)).isEqualTo(1);
    }
}
