package io.polymongo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.internal.cdi.DeploymentFacts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What the build saw of the application is known to the application that runs: without it, no missing source is found. */
@QuarkusTest
class DeploymentFactsTest {

    @Inject
    DeploymentFacts facts;

    @Test
    void theBuildSawWhereATenantIsInjected() {
        assertThat(facts.tenantInjectedAt()).contains("io.polymongo.sample.");
    }
}
