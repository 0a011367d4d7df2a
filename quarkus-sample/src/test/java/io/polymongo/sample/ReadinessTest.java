package io.polymongo.sample;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReadinessTest {

    @Test
    void isReadyAndSaysHowItKnows() {
        JsonPath health = given().get("/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name", contains("polymongo"))
                .body("checks[0].status", equalTo("UP"))
                .body("checks[0].data.state", equalTo("CONNECTED"))
                .body("checks[0].data.ping", equalTo("ok"))
                .extract()
                .jsonPath();

        Map<String, Object> data = health.getMap("checks[0].data");
        Assertions.assertThat(data).containsOnlyKeys("state", "ping", "timestamp");
    }

    @Test
    void theFirstTenantsAreThereFromTheStart() {
        given().get("/admin/tenants")
                .then()
                .statusCode(200)
                .body("findAll { it == 'acme' || it == 'globex' }", containsInAnyOrder("acme", "globex"));
        Requests.as("acme").get("/users").then().statusCode(200);
        Requests.as("globex").get("/users").then().statusCode(200);
    }
}
