package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds on application servers besides. */
abstract class EnterpriseSuite extends RuntimeSuite {

    @Test
    void anApplicationThatNamesItsClassesIsServedTheSame() {
        Client tenant = tenant("explicit").at("/explicit/");
        assertThat(tenant.post("users", "{\"id\":\"ann\",\"name\":\"Ann\",\"credits\":10}")
                        .status())
                .isEqualTo(201);
        assertThat(tenant.get("users").list()).hasSize(1);
        problem(client().at("/explicit/").get("users"), 400, "tenant-missing");
        problem(tenant.post("exercise/programmatic"), 409, "duplicate-key");
    }

    @Test
    void theTenantGoesAlongToTheServersThreads() {
        Answer seen = tenant("along").get("concurrency/tenant");
        assertThat(seen.text("executor")).isEqualTo("along");
        assertThat(seen.text("asynchronous")).isEqualTo("along");
        assertThat(seen.text("scope")).isEqualTo("scoped");
    }

    @Test
    void aCallBesideATransactionIsRefused() {
        assertThat(tenant("beside").get("concurrency/transaction").text("answer"))
                .startsWith("PMONGO-0507");
    }
}
