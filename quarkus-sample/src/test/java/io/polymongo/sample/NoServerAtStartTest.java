package io.polymongo.sample;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NoServerAtStartTest.NoServer.class)
class NoServerAtStartTest {

    public static final class NoServer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // Nobody listens on the port of tcpmux.
            return Map.of("polymongo.uri", "mongodb://127.0.0.1:1", "polymongo.selection-timeout", "200ms");
        }
    }

    @Test
    void startsAndSaysThatItIsNotReady() {
        given().get("/health/ready").then().statusCode(503);
        assertProblem(as("acme").get("/users"), 503);
        assertProblem(given().put("/admin/tenants/acme"), 503);
    }
}
