package io.polymongo.sample.user;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(TwoSourcesTest.HeaderAndQuery.class)
class TwoSourcesTest {

    public static final class HeaderAndQuery implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("polymongo.tenant.sources", "header,query");
        }
    }

    @Test
    void eitherSourceWillDo() {
        given().get("/users?tenant=acme").then().statusCode(200);
        as("acme").get("/users").then().statusCode(200);
        as("acme").get("/users?tenant=acme").then().statusCode(200);
        assertProblem(given().get("/users"), 400);
    }

    @Test
    void sourcesThatDisagreeAreRefused() {
        assertProblem(as("acme").get("/users?tenant=globex"), 403);
        assertProblem(given().get("/users?tenant=acme&tenant=globex"), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme%00", "%00", "", "..%2Fx", "acme%20", "%41cme", "acme%0d%0aX:1"})
    void aHostileIdIsRefused(String encoded) {
        assertProblem(given().urlEncodingEnabled(false).get("/users?tenant=" + encoded), 400);
        assertProblem(as("acme").urlEncodingEnabled(false).get("/users?tenant=" + encoded), 400);
    }
}
