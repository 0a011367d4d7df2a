package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoCollection;
import io.polymongo.CollectionSpec;
import io.polymongo.PolyMongo;
import io.polymongo.State;
import io.polymongo.SuspendedTenantException;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.internal.cdi.RequestTenantHolder;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** An application in a container, against a server. */
@OnServer
class ContainerIT {

    private static final Map<String, String> SCOPED = Map.of("polymongo.tenant.sources", "scope");

    public record User(ObjectId id, String name) {}

    @ApplicationScoped
    static class UserSpec implements CollectionSpec {
        @Override
        public String collection() {
            return "user";
        }
    }

    @ApplicationScoped
    static class Users {
        @Inject
        @Tenant
        MongoCollection<User> users;

        @Inject
        RequestTenantHolder request;

        @Inject
        Tenants tenants;

        void add(String name) {
            users.insertOne(new User(new ObjectId(), name));
        }

        long count() {
            return users.countDocuments();
        }

        @ActivateRequestContext
        long countInARequestOf(String tenant) {
            request.set(tenant);
            return count();
        }

        @ActivateRequestContext
        long countInAScopeWithinARequest(String scope, String requests) {
            request.set(requests);
            return tenants.<Long, RuntimeException>call(scope, this::count);
        }
    }

    @Test
    void oneContainerAfterTheOtherLeavesNothingBehind(TestDatabases databases) {
        for (int round = 1; round <= 3; round++) {
            int expected = round;
            try (WeldApplication application =
                    WeldApplication.start(databases.properties(), SCOPED, Users.class, UserSpec.class)) {
                Tenants tenants = application.get(Tenants.class);
                Users users = application.get(Users.class);
                tenants.provision("acme");
                tenants.run("acme", () -> users.add("ann"));
                assertThat(tenants.<Long, RuntimeException>call("acme", users::count))
                        .isEqualTo(expected);
            }
        }
        assertThat(databases.raw().getDatabase(databases.name("tenant_acme")).listCollectionNames())
                .containsExactly("user");
    }

    @Test
    void aRequestsTenantCountsUnlessAScopeSaysOtherwise(TestDatabases databases) {
        try (WeldApplication application = WeldApplication.start(databases.properties(), SCOPED, Users.class)) {
            Tenants tenants = application.get(Tenants.class);
            Users users = application.get(Users.class);
            tenants.provision("acme");
            tenants.provision("globex");
            tenants.run("acme", () -> users.add("ann"));

            assertThat(users.countInARequestOf("acme")).isEqualTo(1);
            assertThat(users.countInARequestOf("globex")).isZero();
            assertThat(users.countInAScopeWithinARequest("globex", "acme")).isZero();
            assertThatThrownBy(() -> users.countInARequestOf(null)).hasMessageStartingWith("PMONGO-0301: ");
            assertThatThrownBy(users::count).hasMessageStartingWith("PMONGO-0301: ");

            tenants.suspend("acme");
            assertThatThrownBy(() -> users.countInARequestOf("acme")).isInstanceOf(SuspendedTenantException.class);
        }
    }

    @Test
    void coldStartOffConnectsAtStart(TestDatabases databases) {
        try (WeldApplication application =
                WeldApplication.start(databases.properties(), Map.of("polymongo.cold-start", "false"))) {
            assertThat(application.get(PolyMongo.class).state()).isEqualTo(State.CONNECTED);
        }
    }

    @Test
    void coldStartOffWithoutServerStartsAllTheSame() {
        Map<String, String> nowhere = Map.of(
                "polymongo.uri", "mongodb://127.0.0.1:1",
                "polymongo.cold-start", "false",
                "polymongo.connect-timeout", "200ms");
        try (WeldApplication application = WeldApplication.start(nowhere, Map.of())) {
            assertThat(application.get(PolyMongo.class).state()).isEqualTo(State.CONNECTING);
        }
    }

    @Test
    void readinessFollowsTheServer() {
        EmbeddedMongo server = EmbeddedMongo.builder().start();
        Map<String, String> config = Map.of(
                "polymongo.uri", server.connectionString(),
                "polymongo.health.cache", "0s",
                "polymongo.health.name", "database");
        try (WeldApplication application = WeldApplication.start(config, Map.of())) {
            SmallRyeHealthReporter reporter = application.get(SmallRyeHealthReporter.class);

            // Not at once where to connect takes longer than the readiness check waits.
            SmallRyeHealth up = await().until(reporter::getReadiness, health -> !health.isDown());
            var check = up.getPayload().getJsonArray("checks").getJsonObject(0);
            assertThat(check.getString("name")).isEqualTo("database");
            assertThat(check.getJsonObject("data").keySet()).containsExactlyInAnyOrder("state", "ping", "timestamp");
            assertThat(check.getJsonObject("data").getString("state")).isEqualTo("CONNECTED");
            assertThat(Instant.parse(check.getJsonObject("data").getString("timestamp")))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());

            server.close();
            assertThat(reporter.getReadiness().isDown()).isTrue();
            assertThat(reporter.getReadiness().getPayload().toString()).doesNotContain("127.0.0.1", "Exception");

            server = EmbeddedMongo.builder().port(server.port()).start();
            await().until(() -> !reporter.getReadiness().isDown());
        } finally {
            server.close();
        }
    }

    @Test
    void readinessThatIsSwitchedOffAsksNobody() {
        Map<String, String> config =
                Map.of("polymongo.uri", "mongodb://127.0.0.1:1", "polymongo.health.enabled", "false");
        try (WeldApplication application = WeldApplication.start(config, Map.of())) {
            assertThat(application
                            .get(SmallRyeHealthReporter.class)
                            .getReadiness()
                            .isDown())
                    .isFalse();
            assertThat(application.get(PolyMongo.class).state()).isEqualTo(State.NOT_INITIALIZED);
        }
    }

    @Test
    void theTenantsAreAmongTheBeans(TestDatabases databases) {
        try (WeldApplication application = WeldApplication.start(databases.properties(), SCOPED)) {
            application.get(Tenants.class).provision("acme");
            assertThat(application.get(PolyMongo.class).tenants().ids()).isEqualTo(List.of("acme"));
        }
    }
}
