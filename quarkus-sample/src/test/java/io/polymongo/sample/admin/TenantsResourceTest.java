package io.polymongo.sample.admin;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TenantsResourceTest {

    @Test
    void provisionsOnceAndForAll() {
        String tenant = "t-" + UUID.randomUUID();
        given().get("/admin/tenants").then().body("", not(hasItem(tenant)));

        given().put("/admin/tenants/" + tenant)
                .then()
                .statusCode(200)
                .body("id", equalTo(tenant))
                .body("active", equalTo(true));
        create(tenant, "Ann", "ann@example.com");
        given().put("/admin/tenants/" + tenant).then().statusCode(200);

        given().get("/admin/tenants").then().statusCode(200).body("", hasItem(tenant));
        as(tenant).get("/users").then().body("", hasSize(1));
    }

    @Test
    void aSuspendedTenantStaysListedAndSuspended() {
        String tenant = Requests.freshTenant();
        given().post("/admin/tenants/" + tenant + "/suspend").then().statusCode(204);

        given().get("/admin/tenants").then().body("", hasItem(tenant));
        given().put("/admin/tenants/" + tenant).then().statusCode(200).body("active", equalTo(false));
        assertProblem(as(tenant).get("/users"), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACME", "a.b", "-a", "a b"})
    void anIdThatIsNoneIsRefused(String id) {
        assertProblem(given().put("/admin/tenants/{id}", id), 400);
        assertProblem(given().post("/admin/tenants/{id}/suspend", id), 400);
    }

    @Test
    void anUnknownTenantIsNotSuspended() {
        assertProblem(given().post("/admin/tenants/nobody/suspend"), 404);
        assertProblem(given().post("/admin/tenants/nobody/resume"), 404);
    }
}
