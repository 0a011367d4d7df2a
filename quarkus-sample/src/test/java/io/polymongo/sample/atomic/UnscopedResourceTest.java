package io.polymongo.sample.atomic;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quarkus makes beans of all resource classes, so that none is refused for want of a scope. */
@QuarkusTest
class UnscopedResourceTest {

    @Inject
    AtomicService service;

    @BeforeEach
    void begin() {
        service.begin();
    }

    @Test
    void runsInTransactions() {
        given().post("/test/unscoped/kept").then().statusCode(204);
        given().post("/test/unscoped/lost/failing").then().statusCode(500);

        assertThat(service.attempts()).hasSize(2).doesNotContain("none").doesNotHaveDuplicates();
        assertThat(service.ids()).containsExactlyInAnyOrder(1, "kept");
    }
}
