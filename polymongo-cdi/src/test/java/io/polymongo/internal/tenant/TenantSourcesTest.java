package io.polymongo.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.InvalidTenantException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantConflictException;
import io.polymongo.TenantRequest;
import io.polymongo.TenantResolver;
import io.polymongo.TenantSource;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantSourcesTest {

    private record Request(Map<String, List<String>> headers, Map<String, List<String>> parameters)
            implements TenantRequest {

        @Override
        public List<String> header(String name) {
            return headers.getOrDefault(name, List.of());
        }

        @Override
        public List<String> query(String name) {
            return parameters.getOrDefault(name, List.of());
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public Optional<Principal> principal() {
            return Optional.empty();
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return Optional.empty();
        }
    }

    private static TenantSources sources(TenantResolver resolver, TenantSource... configured) {
        PolyMongoConfig config =
                PolyMongoConfig.builder().tenantSources(Set.of(configured)).build();
        return new TenantSources(config, Optional.ofNullable(resolver));
    }

    private static Request header(String... values) {
        return new Request(Map.of("X-Tenant-ID", List.of(values)), Map.of());
    }

    @Test
    void onlyConfiguredSourcesSpeak() {
        Request both = new Request(Map.of("X-Tenant-ID", List.of("acme")), Map.of("tenant", List.of("globex")));
        assertThat(sources(null, TenantSource.HEADER).idOf(both)).isEqualTo("acme");
        assertThat(sources(null, TenantSource.QUERY).idOf(both)).isEqualTo("globex");
        assertThat(sources(null, TenantSource.SCOPE).idOf(both)).isNull();
    }

    @Test
    void sourcesThatDisagreeServeNobody() {
        TenantSources both = sources(null, TenantSource.HEADER, TenantSource.QUERY);
        Request agreeing = new Request(Map.of("X-Tenant-ID", List.of("acme")), Map.of("tenant", List.of("acme")));
        Request disagreeing = new Request(Map.of("X-Tenant-ID", List.of("acme")), Map.of("tenant", List.of("globex")));

        assertThat(both.idOf(agreeing)).isEqualTo("acme");
        assertThatThrownBy(() -> both.idOf(disagreeing))
                .isInstanceOf(TenantConflictException.class)
                .hasMessage("PMONGO-0305: the request names two tenants: 'acme' in the header X-Tenant-ID and"
                        + " 'globex' in the query parameter tenant; send one");
        assertThatThrownBy(() -> both.idOf(header("acme", "globex"))).isInstanceOf(TenantConflictException.class);
    }

    @Test
    void theResolverIsHeardBesideTheSources() {
        TenantSources sources = sources(request -> Optional.of("acme"), TenantSource.HEADER);
        assertThat(sources.idOf(header())).isEqualTo("acme");
        assertThat(sources.idOf(header("acme"))).isEqualTo("acme");
        assertThatThrownBy(() -> sources.idOf(header("globex"))).isInstanceOf(TenantConflictException.class);
        assertThat(sources(request -> Optional.empty(), TenantSource.HEADER).idOf(header("globex")))
                .isEqualTo("globex");
    }

    @Test
    void anEmptyOrHostileValueIsNoSilence() {
        TenantSources sources = sources(null, TenantSource.HEADER);
        assertThatThrownBy(() -> sources.idOf(header(""))).isInstanceOf(InvalidTenantException.class);
        assertThatThrownBy(() -> sources.idOf(header("acme,globex"))).isInstanceOf(InvalidTenantException.class);
        assertThatThrownBy(() -> sources(request -> Optional.of("ACME")).idOf(header()))
                .isInstanceOf(InvalidTenantException.class);
        assertThat(sources.idOf(header())).isNull();
    }
}
