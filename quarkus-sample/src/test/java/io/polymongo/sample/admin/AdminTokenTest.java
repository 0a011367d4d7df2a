package io.polymongo.sample.admin;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AdminTokenTest.WithToken.class)
class AdminTokenTest {

    public static final class WithToken implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sample.admin-token", "open sesame");
        }
    }

    @Test
    void nobodyWithoutTheTokenIsLetIn() {
        Response response = given().get("/admin/tenants");

        assertProblem(response, 401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
        assertProblem(given().get("/stats"), 401);
        assertProblem(given().put("/admin/tenants/mine"), 401);
        assertProblem(given().post("/admin/tenants/acme/suspend"), 401);
        as("acme").get("/users").then().statusCode(200);
        given().header("Authorization", "Bearer open sesame")
                .get("/admin/tenants")
                .then()
                .body("", not(hasItem("mine")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer open", "Bearer open sesame!", "Basic open sesame", "open sesame"
            })
    void anotherTokenIsNone(String authorization) {
        assertProblem(given().header("Authorization", authorization).get("/admin/tenants"), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer open sesame", "bearer open sesame"})
    void theTokenLetsIn(String authorization) {
        given().header("Authorization", authorization)
                .get("/admin/tenants")
                .then()
                .statusCode(200)
                .body("", hasItem("acme"));
        given().header("Authorization", authorization).get("/stats").then().statusCode(200);
    }

    @Test
    void theTokenComesBeforeTheTenant() {
        assertProblem(as("NOBODY").get("/admin/tenants"), 401);
    }
}
