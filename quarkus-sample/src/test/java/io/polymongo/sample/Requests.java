package io.polymongo.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** How tests ask, and what every problem must look like. */
public final class Requests {

    private Requests() {}

    /** A request of a tenant. */
    public static RequestSpecification as(String tenant) {
        return given().header("X-Tenant-ID", tenant).contentType(ContentType.JSON);
    }

    /** A tenant that no other test knows, ready for use. */
    public static String freshTenant() {
        String tenant = "t-" + UUID.randomUUID();
        given().put("/admin/tenants/" + tenant).then().statusCode(200);
        return tenant;
    }

    /** Adds a user and answers the id. */
    public static String create(String tenant, String name, String email) {
        return as(tenant)
                .body(user(name, email))
                .post("/users")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Adds a user who has credits and answers the id. */
    public static String create(String tenant, String name, long credits) {
        return as(tenant)
                .body(Map.of("name", name, "email", name + "@example.com", "credits", credits))
                .post("/users")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Asks for a transfer. */
    public static Response transfer(String tenant, String from, String to, long credits) {
        return as(tenant)
                .body(Map.of("from", from, "to", to, "credits", credits))
                .post("/transfers");
    }

    /** What is sent for a user. */
    public static Map<String, String> user(String name, String email) {
        return Map.of("name", name, "email", email);
    }

    /** A problem document of this status that tells nothing of what is behind the service. */
    public static void assertProblem(Response response, int status) {
        String body = response.asString();
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<Integer>path("status")).isEqualTo(status);
        assertThat(response.<String>path("title")).isNotBlank();
        assertThat(body)
                .doesNotContain("127.0.0.1", "localhost", "mongodb", "com.", "Exception", "PMONGO-")
                .doesNotContain("tenant_", "polymongo-metadata", "E11000", "duplicate key", "_id", "email_1");
    }
}
