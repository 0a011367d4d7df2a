package io.polymongo.sample.async;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AlternatingTenantsTest {

    private static final int REQUESTS = 100;
    private static final int AT_ONCE = 8;

    @Inject
    AsyncResource resource;

    private String one;
    private String other;

    @BeforeEach
    void makeTenants() {
        one = Requests.freshTenant();
        other = Requests.freshTenant();
        create(one, "Ann", "ann@example.com");
        create(other, "Bea", "bea@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with-context", "managed"})
    void eachTenantGetsItsOwnFromTheSameChainAndThread(String path) throws Exception {
        List<Response> responses = askAlternately("/test/async/" + path);

        for (int i = 0; i < REQUESTS; i++) {
            assertThat(responses.get(i).statusCode()).isEqualTo(200);
            assertThat(responses.get(i).<List<String>>path("")).containsExactly(i % 2 == 0 ? "Ann" : "Bea");
        }
        assertThat(resource.workers()).hasSizeLessThanOrEqualTo(1);
    }

    /** Whoever clears PolyMongo's context is told so, also where the request itself is still there. */
    @ParameterizedTest
    @ValueSource(strings = {"without-context", "cleared"})
    void aThreadThatDoesNotCarryTheContextServesNobody(String path) throws Exception {
        // The thread has served both tenants before: nothing of them may be left on it.
        askAlternately("/test/async/with-context");

        for (Response response : askAlternately("/test/async/" + path)) {
            assertProblem(response, 400);
            assertThat(response.<String>path("type")).endsWith("tenant-missing");
        }
        assertThat(resource.workers()).hasSize(1);
    }

    private List<Response> askAlternately(String path) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Response>> asked = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String tenant = i % 2 == 0 ? one : other;
                asked.add(clients.submit(() -> as(tenant).get(path)));
            }
            List<Response> responses = new ArrayList<>();
            for (Future<Response> each : asked) {
                responses.add(each.get());
            }
            return responses;
        } finally {
            clients.shutdownNow();
        }
    }
}
