package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.BsonValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two applications in one server, each with its own copy of the library. */
@Tag("liberty")
@Timeout(900)
class TwoApplicationsRuntimeIT {

    private static String configuration(String name) {
        return """
                polymongo.health.name=%1$s
                polymongo.default-database=%1$s
                polymongo.metadata-database=%1$s-metadata
                polymongo.tenant.database=%1$s_{tenant}
                """.formatted(name);
    }

    private static List<String> checks(LibertyWithDropins server) {
        return server.readiness().json().getArray("checks").stream()
                .map(BsonValue::asDocument)
                .map(check -> check.getString("name").getValue() + " "
                        + check.getString("status").getValue())
                .toList();
    }

    @Test
    void eachHasItsConfigurationAndItsHealthAndOutlivesTheOther() throws Exception {
        try (LibertyWithDropins server = new LibertyWithDropins("two-applications")) {
            Client first = server.deploy("first", configuration("first"));
            Client second = server.deploy("second", configuration("second"));
            first.put("operator/tenants/acme");
            RuntimeSuite.problem(second.as("acme").get("users"), 404, "tenant-unknown");
            second.put("operator/tenants/acme");

            assertThat(first.as("acme").get("exercise/injection").text("tenantDatabase"))
                    .isEqualTo("first_acme");
            assertThat(second.as("acme").get("exercise/injection").text("tenantDatabase"))
                    .isEqualTo("second_acme");
            assertThat(first.as("acme").get("exercise/injection").text("defaultDatabase"))
                    .isEqualTo("first");
            assertThat(checks(server)).containsExactlyInAnyOrder("first UP", "second UP");

            server.undeploy("first");

            assertThat(second.as("acme").get("users").status()).isEqualTo(200);
            assertThat(checks(server)).containsExactly("second UP");
        }
    }
}
