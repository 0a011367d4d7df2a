package io.polymongo.it.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With resources that ask for virtual threads. */
@Tag("quarkus-virtual")
class QuarkusVirtualRuntimeIT extends RuntimeSuite {

    @RegisterExtension
    static final RunningApplication APPLICATION =
            new RunningApplication(new Quarkus("quarkus-virtual", " with virtual threads"));

    @Override
    RunningApplication application() {
        return APPLICATION;
    }

    @Test
    void theTenantIsKnownOnAVirtualThreadAndGoesAlong() {
        Answer seen = tenant("virtual").get("virtual/tenant");
        assertThat(seen.text("virtual")).isEqualTo("true");
        assertThat(seen.text("database")).isEqualTo("tenant_virtual");
        assertThat(seen.text("along")).isEqualTo("virtual");
        problem(client().get("virtual/tenant"), 400, "tenant-missing");
    }

    @Test
    void aTransactionOfAVirtualThreadIsWholeOrNotAtAll() {
        Client tenant = tenant("virtual-transfers");
        tenant.post("users", "{\"id\":\"ann\",\"name\":\"Ann\",\"credits\":10}");
        tenant.post("users", "{\"id\":\"bob\",\"name\":\"Bob\",\"credits\":1}");
        assertThat(tenant.post("virtual/transfers?from=ann&to=bob&credits=3").number("attempts"))
                .isEqualTo(1);
        assertThat(tenant.post("virtual/transfers?from=ann&to=bob&credits=300").status())
                .isEqualTo(500);
        assertThat(tenant.get("users/ann").number("credits")).isEqualTo(7);
        assertThat(tenant.get("users/bob").number("credits")).isEqualTo(4);
    }

    @Test
    void aCallBesideATransactionIsRefused() {
        assertThat(tenant("virtual-beside").get("virtual/beside").text("answer"))
                .startsWith("PMONGO-0507");
    }
}
