package io.polymongo.sample.admin;

import static io.polymongo.sample.Requests.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatsResourceTest {

    private static final String SHARED = "pools.find { it.name == 'shared' }";

    @Test
    void tellsTheFiguresOfThePool() {
        as("acme").get("/users").then().statusCode(200);

        given().get("/stats")
                .then()
                .statusCode(200)
                .body("state", equalTo("CONNECTED"))
                .body("pools.name", hasItem("shared"))
                .body(SHARED + ".state", equalTo("CONNECTED"))
                .body(SHARED + ".size", greaterThan(0))
                .body(SHARED + ".inUse", equalTo(0))
                .body(SHARED + ".waiting", equalTo(0))
                .body(SHARED + ".maxSize", equalTo(10))
                .body(SHARED + ".minIdle", equalTo(0))
                .body(SHARED + ".connectionIdleTimeoutMillis", equalTo(0))
                .body(SHARED + ".leases", equalTo(0))
                .body(SHARED + ".servers[0].address", startsWith("127.0.0.1:"))
                .body(SHARED + ".servers[0].size", greaterThan(0))
                .body(SHARED + ".servers[0].inUse", equalTo(0))
                .body(SHARED + ".servers[0].waiting", equalTo(0))
                .body("databases", instanceOf(List.class));
    }

    /** What is written is what is documented, and nothing of how the server is reached but its address. */
    @Test
    void isWrittenAsItsRecordsAreNamed() {
        as("acme").get("/users").then().statusCode(200);

        JsonPath stats = given().get("/stats").then().statusCode(200).extract().jsonPath();
        assertThat(stats.<Map<String, Object>>get("$")).containsOnlyKeys("state", "pools", "databases");
        assertThat(stats.<Map<String, Object>>get("pools[0]"))
                .containsOnlyKeys(
                        "name",
                        "state",
                        "size",
                        "inUse",
                        "waiting",
                        "maxSize",
                        "minIdle",
                        "connectionIdleTimeoutMillis",
                        "leases",
                        "servers");
        assertThat(stats.<Map<String, Object>>get("pools[0].servers[0]"))
                .containsOnlyKeys("address", "size", "inUse", "waiting");
        assertThat(stats.prettify()).doesNotContain("mongodb");
    }
}
