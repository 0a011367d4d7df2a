package io.polymongo.sample.user;

import static io.polymongo.sample.Requests.as;
import static io.polymongo.sample.Requests.assertProblem;
import static io.polymongo.sample.Requests.create;
import static io.polymongo.sample.Requests.user;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.polymongo.PolyMongo;
import io.polymongo.sample.Requests;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class TenantIsolationTest {

    @Inject
    PolyMongo polyMongo;

    @Test
    void tenantsNeverSeeEachOthersUsers() {
        String one = Requests.freshTenant();
        String other = Requests.freshTenant();
        String ann = create(one, "Ann", "ann@example.com");

        as(one).get("/users").then().body("id", contains(ann));
        as(other).get("/users").then().statusCode(200).body("", empty());
        assertProblem(as(other).get("/users/" + ann), 404);
        assertProblem(as(other).body(user("Mallory", "m@example.com")).put("/users/" + ann), 404);
        assertProblem(as(other).delete("/users/" + ann), 404);
        as(one).get("/users/" + ann).then().statusCode(200).body("name", equalTo("Ann"));
    }

    @Test
    void aRequestWithoutATenantIsRefused() {
        assertProblem(given().get("/users"), 400);
        assertProblem(given().get("/users/x"), 400);
    }

    static List<String> hostileIds() {
        return List.of("../x", "a/b", "a.b", "a b", "$a", "-a", "_a", "ACME", "ä", "", "a".repeat(57), "acme,globex");
    }

    @ParameterizedTest
    @MethodSource("hostileIds")
    void aHostileIdIsRefused(String id) {
        List<String> before = databases();

        assertProblem(as(id).get("/users"), 400);
        assertProblem(as(id).body(user("Ann", "ann@example.com")).post("/users"), 400);

        assertThat(databases()).isEqualTo(before);
    }

    @Test
    void twoHeadersThatDisagreeAreRefused() {
        assertProblem(as("acme").header("X-Tenant-ID", "globex").get("/users"), 403);
        as("acme").header("X-Tenant-ID", "acme").get("/users").then().statusCode(200);
    }

    @Test
    void anUnknownTenantIsRefusedAndLeavesNothingBehind() {
        List<String> before = databases();

        for (String unknown : List.of("initech", "a".repeat(56))) {
            assertProblem(as(unknown).get("/users"), 404);
            assertProblem(as(unknown).body(user("Ann", "ann@example.com")).post("/users"), 404);
        }

        assertThat(databases()).isEqualTo(before).doesNotContain("tenant_initech");
    }

    @Test
    void aSuspendedTenantIsRefusedUntilItIsResumed() {
        String tenant = Requests.freshTenant();
        String ann = create(tenant, "Ann", "ann@example.com");

        given().post("/admin/tenants/" + tenant + "/suspend").then().statusCode(204);
        assertProblem(as(tenant).get("/users"), 403);
        assertProblem(as(tenant).get("/users/x"), 403);
        assertProblem(as(tenant).body(user("Bea", "bea@example.com")).post("/users"), 403);

        given().post("/admin/tenants/" + tenant + "/resume").then().statusCode(204);
        as(tenant).get("/users").then().statusCode(200).body("id", contains(ann));
    }

    /** What the server itself says, whatever tenants there are. */
    private List<String> databases() {
        return polyMongo
                .database("admin")
                .runCommand(new Document("listDatabases", 1).append("nameOnly", true))
                .getList("databases", Document.class)
                .stream()
                .map(database -> database.getString("name"))
                .sorted()
                .toList();
    }
}
