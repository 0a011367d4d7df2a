package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the driver that Quarkus manages, beside its own extension for MongoDB. */
@Tag("quarkus")
class QuarkusClientRuntimeIT extends RuntimeSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION =
            new RunningApplication(new Quarkus("quarkus-client", " with its own MongoDB client"));

    @Override
    RunningApplication application() {
        return APPLICATION;
    }

    @Override
    String driver() {
        return System.getProperty("polymongo.it.oldest-driver");
    }

    @Test
    void bothClientsAreInjectedAndSeeTheSame() {
        Client tenant = tenant("both");
        tenant.post("users", "{\"id\":\"ann\",\"name\":\"Ann\",\"credits\":10}");
        Answer counts = tenant.get("own-client");
        assertThat(counts.number("ours")).isEqualTo(1);
        assertThat(counts.number("theirs")).isEqualTo(1);
    }

    @Test
    void bothClientsAreAskedWhetherTheyAreReady() {
        assertThat(application().readiness().json().getArray("checks"))
                .extracting(BsonValue::asDocument)
                .extracting(check -> check.getString("name").getValue() + " "
                        + check.getString("status").getValue())
                .containsExactlyInAnyOrder("polymongo UP", "MongoDB connection health check UP");
    }

    /** Quarkus makes an object of each of their classes that it finds in an index, ours included. */
    @Test
    void noListenerOfOursIsTakenForTheApplications() {
        assertThat(client().get("own-client/listeners").body()).isEqualTo("[]");
    }
}
