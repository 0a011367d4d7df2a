package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application server whose application has a {@code TenantResolver}, and nothing else that says who the tenant is. */
@Timeout(600)
abstract class ResolverSuite {

    abstract RunningApplication application();

    private Client client() {
        return application().client();
    }

    private void provision(String tenant) {
        assertThat(client().put("operator/tenants/" + tenant).status()).isEqualTo(204);
    }

    @Test
    void eachTenantThatItNamesSeesItsOwn() {
        provision("acme");
        provision("globex");
        assertThat(client().post("users?customer=acme", "{\"id\":\"ann\",\"name\":\"Ann\",\"credits\":1}")
                        .status())
                .isEqualTo(201);
        assertThat(client().get("users?customer=acme").list())
                .extracting(user -> user.getString("name").getValue())
                .containsExactly("Ann");
        assertThat(client().get("users?customer=globex").list()).isEmpty();
    }

    @Test
    void itIsAskedByAnApplicationThatNamesItsClassesToo() {
        provision("explicit");
        assertThat(client().at("/explicit/").get("users?customer=explicit").status())
                .isEqualTo(200);
    }

    @Test
    void whatItSaysIsChecked() {
        RuntimeSuite.problem(client().get("users?customer=N!obody"), 400, "tenant-invalid");
        RuntimeSuite.problem(client().get("users?customer=nobody"), 404, "tenant-unknown");
    }

    @Test
    void whereItSaysNothingNobodyDoes() {
        provision("header");
        RuntimeSuite.problem(client().as("header").get("users"), 400, "tenant-missing");
        RuntimeSuite.problem(client().as("header").get("exercise/injection?customer=header"), 400, "tenant-missing");
    }
}
