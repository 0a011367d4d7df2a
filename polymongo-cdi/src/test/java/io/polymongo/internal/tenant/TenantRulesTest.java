package io.polymongo.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polymongo.InvalidTenantException;
import io.polymongo.PolyMongoConfig;
import org.junit.jupiter.api.Test;

class TenantRulesTest {

    private static TenantRules rules(String pattern) {
        return new TenantRules(PolyMongoConfig.builder().tenantDatabase(pattern).build());
    }

    @Test
    void anIdIsAsLongAsItsDatabasesNameAllows() {
        TenantRules rules = rules("tenant_{tenant}");
        assertThat(rules.checkId("x".repeat(56))).hasSize(56);
        assertThatThrownBy(() -> rules.checkId("x".repeat(57)))
                .isInstanceOf(InvalidTenantException.class)
                .hasMessage("PMONGO-0302: the tenant id '" + "x".repeat(57) + "' has 57 bytes; give at most 56");
        assertThat(rules("{tenant}").checkId("x".repeat(63))).hasSize(63);
    }

    @Test
    void aMalformedIdIsRefused() {
        assertThatThrownBy(() -> rules("tenant_{tenant}").checkId("../x"))
                .hasMessage("PMONGO-0302: '../x' is no tenant id; give lower-case letters, digits, _ and -,"
                        + " beginning with a letter or digit");
    }

    @Test
    void noPatternYieldsAProtectedDatabase() {
        assertThatThrownBy(() -> rules("{tenant}").checkDatabase("admin", "admin"))
                .hasMessageStartingWith("PMONGO-0306: ");
        assertThatThrownBy(() -> rules("polymongo-{tenant}").checkDatabase("metadata", "polymongo-metadata"))
                .hasMessageStartingWith("PMONGO-0306: ");
        assertThat(rules("{tenant}").checkDatabase("administration", "administration"))
                .isEqualTo("administration");
    }

    @Test
    void anIdIsFoundBackInItsDatabase() {
        TenantRules rules = rules("t_{tenant}_db");
        assertThat(rules.idOf(rules.databaseOf("acme"))).contains("acme");
        assertThat(rules.idOf("t_db")).isEmpty();
        assertThat(rules.idOf("t__db")).isEmpty();
        assertThat(rules.idOf("x_acme_db")).isEmpty();
        assertThat(rules.idOf("t_ACME_db")).isEmpty();
        assertThat(rules("{tenant}").idOf("admin")).isEmpty();
    }
}
