package io.polymongo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.polymongo.CollectionSpec;
import io.polymongo.DirectoryKind;
import io.polymongo.ErrorId;
import io.polymongo.InvalidTenantException;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.PolyMongoException;
import io.polymongo.SuspendedTenantException;
import io.polymongo.TenantException;
import io.polymongo.TenantPlacement;
import io.polymongo.UnknownTenantException;
import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnServer
class TenantLifeIT {

    private static final CollectionSpec USERS = new CollectionSpec() {
        @Override
        public String collection() {
            return "users";
        }

        @Override
        public List<IndexModel> indexes(String tenant) {
            return List.of(new IndexModel(Indexes.ascending("email"), new IndexOptions().unique(true)));
        }
    };

    private static final CollectionSpec AUDIT_OF_ACME = new CollectionSpec() {
        @Override
        public String collection() {
            return "audit";
        }

        @Override
        public boolean appliesTo(String tenant) {
            return tenant.equals("acme");
        }
    };

    private static MongoCollection<Document> things(PolyMongo polyMongo) {
        return polyMongo.model(Document.class, "things").tenant();
    }

    @Test
    void provisioningCreatesWhatTheSpecsAskForAndMayBeRepeated(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.builder(databases.config().build())
                .collectionSpec(USERS)
                .collectionSpec(AUDIT_OF_ACME)
                .build()) {
            TenantPlacement expected = new TenantPlacement(databases.name("tenant_acme"), true);
            assertThat(polyMongo.tenants().provision("acme")).isEqualTo(expected);
            assertThat(polyMongo.tenants().provision("acme")).isEqualTo(expected);
            polyMongo.tenants().provision("globex");

            assertThat(databases
                            .raw()
                            .getDatabase(databases.name("tenant_acme"))
                            .listCollectionNames())
                    .containsExactlyInAnyOrder("users", "audit");
            assertThat(databases
                            .raw()
                            .getDatabase(databases.name("tenant_globex"))
                            .listCollectionNames())
                    .containsExactly("users");
            assertThat(databases
                            .raw()
                            .getDatabase(databases.name("tenant_globex"))
                            .getCollection("users")
                            .listIndexes()
                            .into(new ArrayList<>()))
                    .anySatisfy(index -> assertThat(index.get("unique")).isEqualTo(true));
            assertThat(polyMongo.tenants().ids()).containsExactly("acme", "globex");
        }
    }

    @Test
    void provisioningAtTheSameTimeIsProvisioningOnce(TestDatabases databases) throws Exception {
        int instances = 8;
        ExecutorService threads = Executors.newFixedThreadPool(instances);
        List<PolyMongo> all = new ArrayList<>();
        try {
            CyclicBarrier together = new CyclicBarrier(instances);
            List<Future<TenantPlacement>> results = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                PolyMongo instance = PolyMongo.builder(databases.config().build())
                        .collectionSpec(USERS)
                        .build();
                all.add(instance);
                Callable<TenantPlacement> provision = () -> {
                    together.await();
                    return instance.tenants().provision("acme");
                };
                results.add(threads.submit(provision));
            }
            for (Future<TenantPlacement> result : results) {
                assertThat(result.get()).isEqualTo(new TenantPlacement(databases.name("tenant_acme"), true));
            }
        } finally {
            threads.shutdownNow();
            all.forEach(PolyMongo::close);
        }
    }

    @Test
    void aTenantThatCouldNotBeCreatedIsNotKnown(TestDatabases databases) {
        CollectionSpec failing = new CollectionSpec() {
            @Override
            public String collection() {
                return "users";
            }

            @Override
            public List<IndexModel> indexes(String tenant) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (PolyMongo polyMongo = PolyMongo.builder(databases.config().build())
                .collectionSpec(failing)
                .build()) {
            assertThatThrownBy(() -> polyMongo.tenants().provision("acme")).hasMessage("on purpose");
            assertThatThrownBy(() -> polyMongo
                            .tenants()
                            .run("acme", () -> things(polyMongo).countDocuments()))
                    .isInstanceOf(UnknownTenantException.class);
            assertThat(polyMongo.tenants().ids()).isEmpty();
        }
        try (PolyMongo mended = PolyMongo.create(databases.config().build())) {
            assertThat(mended.tenants().provision("acme").active()).isTrue();
        }
    }

    @Test
    void suspensionHoldsHereAtOnceAndElsewhereWithinTheCachesLifetime(TestDatabases databases) {
        try (PolyMongo here = PolyMongo.create(databases.config().build());
                PolyMongo elsewhere = PolyMongo.create(
                        databases.config().tenantDirectoryCache(Duration.ZERO).build())) {
            here.tenants().provision("acme");
            here.tenants().run("acme", () -> things(here).insertOne(new Document("_id", 1)));
            assertThat(elsewhere.tenants().<Long, RuntimeException>call("acme", things(elsewhere)::countDocuments))
                    .isEqualTo(1);

            here.tenants().suspend("acme");
            here.tenants().suspend("acme");
            for (PolyMongo each : List.of(here, elsewhere)) {
                assertThatThrownBy(() ->
                                each.tenants().run("acme", () -> things(each).countDocuments()))
                        .isInstanceOf(SuspendedTenantException.class);
            }
            assertThat(here.tenants().provision("acme").active())
                    .as("provisioning does not resume")
                    .isFalse();
            assertThat(here.tenants().ids()).containsExactly("acme");

            here.tenants().resume("acme");
            assertThat(here.tenants().<Long, RuntimeException>call("acme", things(here)::countDocuments))
                    .isEqualTo(1);
        }
    }

    @Test
    void nobodyIsMadeByAsking(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases.config().build())) {
            assertThatThrownBy(() -> polyMongo
                            .tenants()
                            .run("acme", () -> things(polyMongo).insertOne(new Document())))
                    .isInstanceOf(UnknownTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().suspend("acme")).isInstanceOf(UnknownTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().resume("acme")).isInstanceOf(UnknownTenantException.class);
            assertThat(databases.existing()).doesNotContain("tenant_acme");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../x", "ACME", "a.b", "-x", "a\0b", "admin$"})
    void hostileIdsAreRefusedEverywhere(String id) {
        try (PolyMongo polyMongo = PolyMongo.create(
                PolyMongoConfig.builder().uri("mongodb://localhost:1").build())) {
            assertThatThrownBy(() -> polyMongo.tenants().run(id, () -> {})).isInstanceOf(InvalidTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().provision(id)).isInstanceOf(InvalidTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().suspend(id)).isInstanceOf(InvalidTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().resume(id)).isInstanceOf(InvalidTenantException.class);
        }
    }

    @Test
    void aPatternCannotYieldTheServersOrOurDatabases(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(databases
                .config()
                .tenantDatabase("{tenant}")
                .metadataDatabase(databases.name("metadata"))
                .build())) {
            for (String id : List.of("admin", "local", "config", databases.name("metadata"))) {
                assertThatThrownBy(() -> polyMongo.tenants().provision(id))
                        .isInstanceOfSatisfying(
                                InvalidTenantException.class,
                                e -> assertThat(e.id()).isEqualTo(ErrorId.TENANT_DATABASE_FORBIDDEN));
            }
        }
    }

    @Test
    void twoPatternsCannotGiveOneDatabaseToTwoTenants(TestDatabases databases) {
        try (PolyMongo before = PolyMongo.create(databases
                        .config()
                        .tenantDatabase(databases.name("_{tenant}"))
                        .build());
                PolyMongo after = PolyMongo.create(databases
                        .config()
                        .tenantDatabase(databases.name("_x_{tenant}"))
                        .build())) {
            before.tenants().provision("x_y");
            assertThatThrownBy(() -> after.tenants().provision("y"))
                    .isInstanceOfSatisfying(
                            TenantException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.TENANT_DATABASE_TAKEN))
                    .hasMessage("PMONGO-0307: the database '" + databases.name("_x_y")
                            + "' of the tenant 'y' belongs to another tenant already; give the tenant another id");
            assertThatThrownBy(
                            () -> after.tenants().run("y", () -> things(after).countDocuments()))
                    .isInstanceOf(UnknownTenantException.class);
        }
    }

    @Test
    void theOpenDirectoryKnowsEveryWellFormedId(TestDatabases databases) {
        try (PolyMongo polyMongo = PolyMongo.create(
                databases.config().tenantDirectory(DirectoryKind.OPEN).build())) {
            polyMongo.tenants().run("acme", () -> things(polyMongo).insertOne(new Document()));
            assertThat(polyMongo.tenants().ids()).containsExactly("acme");
            assertThat(databases.existing()).containsExactly("tenant_acme");
            assertThatThrownBy(() -> polyMongo.tenants().suspend("acme"))
                    .isInstanceOfSatisfying(
                            PolyMongoException.class, e -> assertThat(e.id()).isEqualTo(ErrorId.DIRECTORY_UNSUPPORTED))
                    .hasMessage("PMONGO-0308: the tenant directory OpenDirectory keeps no state of the tenant 'acme';"
                            + " suspend and resume need polymongo.tenant.directory=stored");
        }
    }

    @Test
    void anOwnDirectoryPlacesTenantsWhereItWill(TestDatabases databases) {
        String place = databases.name("premium");
        try (PolyMongo polyMongo = PolyMongo.builder(
                        databases.config().metadataDatabase(null).build())
                .directory(tenant ->
                        tenant.equals("acme") ? Optional.of(new TenantPlacement(place, true)) : Optional.empty())
                .collectionSpec(USERS)
                .build()) {
            assertThat(polyMongo.tenants().provision("acme").database()).isEqualTo(place);
            polyMongo.tenants().run("acme", () -> things(polyMongo).insertOne(new Document()));
            assertThat(databases.existing()).containsExactly("premium");
            assertThatThrownBy(() -> polyMongo.tenants().provision("globex"))
                    .isInstanceOf(UnknownTenantException.class);
            assertThatThrownBy(() -> polyMongo.tenants().ids()).hasMessageStartingWith("PMONGO-0308: ");
        }
    }
}
