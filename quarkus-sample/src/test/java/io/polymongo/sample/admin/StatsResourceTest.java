package io.polymongo.sample.admin;

import static io.polymongo.sample.Requests.as;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatsResourceTest {

    @Test
    void tellsTheFiguresOfThePool() {
        as("acme").get("/users").then().statusCode(200);

        given().get("/stats")
                .then()
                .statusCode(200)
                .body("state", equalTo("CONNECTED"))
                .body("pools.name", hasItem("shared"))
                .body("pools.find { it.name == 'shared' }.size", greaterThan(0))
                .body("pools.find { it.name == 'shared' }.inUse", equalTo(0))
                .body("pools.find { it.name == 'shared' }.maxSize", equalTo(10));
    }
}
