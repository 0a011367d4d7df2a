package io.polymongo.sample.user;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.polymongo.sample.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class UsersResourceTest {

    private String tenant;

    @BeforeEach
    void makeTenant() {
        tenant = Requests.freshTenant();
    }

    @Test
    void whereACreatedUserIsCanBeAsked() {
        Response created = as(tenant).body(user("Ann", "ann@example.com")).post("/users");
        created.then().statusCode(201).body("id", matchesPattern("[0-9a-f]{24}"));

        as(tenant)
                .get(created.header("Location"))
                .then()
                .statusCode(200)
                .body("id", equalTo(created.path("id")))
                .body("name", equalTo("Ann"))
                .body("email", equalTo("ann@example.com"));
    }

    @Test
    void aClientGivesNoId() {
        String wanted = new ObjectId().toHexString();
        String sent = "{\"id\":\"" + wanted + "\",\"name\":\"Ann\",\"email\":\"ann@example.com\"}";

        String given = as(tenant).body(sent).post("/users").path("id");

        assertThat(given).isNotEqualTo(wanted);
        as(tenant).body(sent).put("/users/" + given).then().statusCode(200).body("id", equalTo(given));
    }

    @Test
    void creditsAreNoneUnlessSent() {
        String poor = create(tenant, "Ann", "ann@example.com");
        String rich = create(tenant, "bea", 5);

        as(tenant).get("/users/" + poor).then().body("credits", equalTo(0));
        as(tenant).get("/users/" + rich).then().body("credits", equalTo(5));
    }

    @Test
    void replacedCreditsAreThoseSentAndElseThoseThatWere() {
        String id = create(tenant, "ann", 5);

        as(tenant)
                .body(user("Anna", "anna@example.com"))
                .put("/users/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Anna"))
                .body("credits", equalTo(5));
        as(tenant)
                .body(Map.of("name", "Anna", "email", "anna@example.com", "credits", 0))
                .put("/users/" + id)
                .then()
                .statusCode(200)
                .body("credits", equalTo(0));
        as(tenant).get("/users/" + id).then().body("credits", equalTo(0));
    }

    @Test
    void replacesAndDeletes() {
        String id = create(tenant, "Ann", "ann@example.com");

        as(tenant)
                .body(user("Anna", "anna@example.com"))
                .put("/users/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("name", equalTo("Anna"));
        as(tenant).get("/users/" + id).then().statusCode(200).body("email", equalTo("anna@example.com"));

        as(tenant).delete("/users/" + id).then().statusCode(204);
        assertProblem(as(tenant).get("/users/" + id), 404);
        assertProblem(as(tenant).delete("/users/" + id), 404);
        assertProblem(as(tenant).body(user("Ann", "ann@example.com")).put("/users/" + id), 404);
    }

    @Test
    void sortsAndLimits() {
        create(tenant, "Bea", "1@example.com");
        create(tenant, "Ann", "2@example.com");
        create(tenant, "Cleo", "3@example.com");

        as(tenant).get("/users").then().body("name", contains("Ann", "Bea", "Cleo"));
        as(tenant).get("/users?sort=-name").then().body("name", contains("Cleo", "Bea", "Ann"));
        as(tenant).get("/users?sort=email&limit=2").then().body("name", contains("Bea", "Ann"));
        as(tenant).get("/users?sort=id&limit=1").then().body("name", contains("Bea"));
        as(tenant).get("/users?limit=1000").then().body("", hasSize(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=x", "limit=0", "limit=-1", "limit=1.5", "limit=1001", "limit=99999999999"})
    void aLimitThatIsNoneIsRefused(String query) {
        Response response = as(tenant).get("/users?" + query);

        assertProblem(response, 400);
        response.then().body("fields.keySet()", contains("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=password", "sort=--name", "sort=$where", "sort=name,email"})
    void aSortThatIsNoneIsRefused(String query) {
        Response response = as(tenant).get("/users?" + query);

        assertProblem(response, 400);
        response.then().body("fields.keySet()", contains("sort"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "zzzzzzzzzzzzzzzzzzzzzzzz", "$gt", "0123456789abcdef012345678"})
    void anIdThatIsNoneIsNobodys(String id) {
        create(tenant, "Ann", "ann@example.com");

        assertProblem(as(tenant).get("/users/{id}", id), 404);
        assertProblem(as(tenant).body(user("Ann", "ann@example.com")).put("/users/{id}", id), 404);
        assertProblem(as(tenant).delete("/users/{id}", id), 404);
    }

    @Test
    void anEmailIsOncePerTenant() {
        String other = Requests.freshTenant();
        create(tenant, "Ann", "ann@example.com");
        String bea = create(tenant, "Bea", "bea@example.com");

        assertProblem(as(tenant).body(user("Anna", "ann@example.com")).post("/users"), 409);
        assertProblem(as(tenant).body(user("Bea", "ann@example.com")).put("/users/" + bea), 409);
        as(tenant).get("/users/" + bea).then().body("email", equalTo("bea@example.com"));

        create(other, "Ann", "ann@example.com");
    }
}
