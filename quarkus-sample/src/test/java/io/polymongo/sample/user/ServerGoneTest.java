package io.polymongo.sample.user;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.user;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ServerGoneTest.OwnServer.class)
class ServerGoneTest {

    public static final class OwnServer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "polymongo.selection-timeout", "1s",
                    "polymongo.health.cache", "0s",
                    // What the stored directory knows is gone with the server's data.
                    "polymongo.tenant.directory", "open");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RestartableServer.class));
        }
    }

    RestartableServer server;

    @Test
    void saysSoWhileTheServerIsGoneAndServesAgainByItself() {
        awaitService();

        server.stopServer();

        assertUnavailable(as("acme").get("/users"));
        assertUnavailable(as("acme").body(user("Ann", "ann@example.com")).post("/users"));
        assertUnavailable(given().get("/admin/tenants"));
        given().get("/health/ready")
                .then()
                .statusCode(503)
                .body("checks[0].status", equalTo("DOWN"))
                .body("checks[0].data.ping", equalTo("failed"));
        given().get("/stats").then().statusCode(200);
        assertProblem(given().get("/users"), 400);

        server.startServer();

        awaitService();
        as("acme").body(user("Ann", "ann@example.com")).post("/users").then().statusCode(201);
    }

    private static void awaitService() {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            as("acme").get("/users").then().statusCode(200);
            given().get("/health/ready").then().statusCode(200);
        });
    }

    private static void assertUnavailable(Response response) {
        assertProblem(response, 503);
        assertThat(response.header("Retry-After")).matches("[1-9][0-9]*");
    }
}
