package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.CollectionName;
import io.polymongo.ConfigurationException;
import io.polymongo.Database;
import io.polymongo.MissingTenantException;
import io.polymongo.Model;
import io.polymongo.PolyMongo;
import io.polymongo.State;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.WithTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** All the ways in which a handle can be injected; no server is needed for that, since a handle sends nothing. */
class InjectionContainerTest {

    private static final Map<String, String> CONFIG = Map.of(
            "tenant.sources",
            "scope",
            "tenant.directory",
            "open",
            "default-database",
            "shop",
            "uri",
            "mongodb://localhost:1");

    record User(String name) {}

    @CollectionName("people")
    static class Person {}

    @Dependent
    static class Fields {
        @Inject
        @Tenant
        MongoCollection<User> users;

        @Inject
        @Tenant
        @CollectionName("vip")
        MongoCollection<User> named;

        @Inject
        @Tenant
        MongoCollection<Person> people;

        @Inject
        @Tenant
        @CollectionName("raw")
        MongoCollection<Document> documents;

        @Inject
        @Database("orders")
        MongoCollection<User> elsewhere;

        @Inject
        @Database
        MongoCollection<User> byDefault;

        @Inject
        @Database("${orders.database:archive}")
        MongoDatabase configured;

        @Inject
        @Tenant
        MongoDatabase database;

        @Inject
        Model<User> model;

        @Inject
        @Tenant
        Instance<MongoCollection<User>> instance;

        @Inject
        @Tenant
        @CollectionName("provided")
        Provider<MongoCollection<User>> provider;

        @Inject
        @Any
        Instance<Object> any;

        final MongoCollection<Person> constructed;

        @Inject
        Fields(@Tenant MongoCollection<Person> constructed) {
            this.constructed = constructed;
        }
    }

    @ApplicationScoped
    @WithTenant("acme")
    static class Job {
        @Inject
        Tenants tenants;

        Optional<String> onClass() {
            return tenants.current();
        }

        @WithTenant("${job.tenant:globex}")
        Optional<String> onMethod() {
            return tenants.current();
        }

        @WithTenant("../x")
        void hostile() {}
    }

    @Stereotype
    @WithTenant("acme")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface NightlyWork {}

    @NightlyWork
    @ApplicationScoped
    static class StereotypedJob {
        @Inject
        Tenants tenants;

        Optional<String> work() {
            return tenants.current();
        }
    }

    static class Work {
        @Inject
        Tenants tenants;

        Optional<String> work() {
            return tenants.current();
        }
    }

    @NightlyWork
    @ApplicationScoped
    static class StereotypedHeir extends Work {}

    @InterceptorBinding
    @WithTenant("globex")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface AsGlobex {}

    @AsGlobex
    @ApplicationScoped
    static class BoundHeir extends Work {

        @WithTenant("acme")
        Optional<String> onMethod() {
            return tenants.current();
        }
    }

    abstract static class Repository<T> {
        @Inject
        @Tenant
        MongoCollection<T> injected;

        @Inject
        @Tenant
        Instance<MongoCollection<T>> instance;

        @Inject
        Model<T> model;
    }

    @Dependent
    static class UserRepository extends Repository<User> {}

    private static String database(MongoCollection<?> collection) {
        return collection.getNamespace().getFullName();
    }

    @Test
    void everyWayToInject() {
        try (Container container = Container.start(CONFIG, Fields.class)) {
            Fields fields = container.get(Fields.class);
            Tenants tenants = container.get(Tenants.class);
            assertThat(tenants.call(
                            "acme",
                            () -> List.of(
                                    database(fields.users),
                                    database(fields.named),
                                    database(fields.people),
                                    database(fields.documents),
                                    database(fields.elsewhere),
                                    database(fields.byDefault),
                                    fields.configured.getName(),
                                    fields.database.getName(),
                                    database(fields.model.db()),
                                    database(fields.model.db("x")),
                                    database(fields.model.tenant()),
                                    database(fields.instance.get()),
                                    database(fields.provider.get()),
                                    database(fields.constructed))))
                    .containsExactly(
                            "tenant_acme.user",
                            "tenant_acme.vip",
                            "tenant_acme.people",
                            "tenant_acme.raw",
                            "orders.user",
                            "shop.user",
                            "archive",
                            "tenant_acme",
                            "shop.user",
                            "x.user",
                            "tenant_acme.user",
                            "tenant_acme.user",
                            "tenant_acme.provided",
                            "tenant_acme.people");
        }
    }

    @Test
    void programmaticLookUp() {
        try (Container container = Container.start(CONFIG, Fields.class)) {
            Instance<Object> any = container.get(Fields.class).any;
            MongoCollection<User> users = any.select(
                            new TypeLiteral<MongoCollection<User>>() {}, Tenant.Literal.INSTANCE)
                    .get();
            MongoCollection<User> orders = any.select(
                            new TypeLiteral<MongoCollection<User>>() {}, Database.Literal.of("orders"))
                    .get();
            assertThat(container.get(Tenants.class).call("acme", () -> database(users)))
                    .isEqualTo("tenant_acme.user");
            assertThat(database(orders)).isEqualTo("orders.user");
            assertThatThrownBy(
                            () -> any.select(new TypeLiteral<MongoCollection<Document>>() {}, Tenant.Literal.INSTANCE)
                                    .get())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("PMONGO-0102: ");
        }
    }

    @Test
    void whoAHandleIsNeedsNoTenant() {
        try (Container container = Container.start(CONFIG, Fields.class)) {
            Fields fields = container.get(Fields.class);
            assertThat(fields.users)
                    .hasToString("MongoCollection<User>[{tenant}.user]")
                    .isEqualTo(fields.users)
                    .isNotEqualTo(fields.named);
            assertThat(Set.of(fields.users)).contains(fields.users);
            assertThat(fields.database).hasToString("MongoDatabase[{tenant}]");
            assertThat(fields.users.getDocumentClass()).isEqualTo(User.class);
            assertThatThrownBy(() -> fields.users.getNamespace())
                    .isInstanceOf(MissingTenantException.class)
                    .hasMessage("PMONGO-0301: no tenant is known for this call; set one with"
                            + " tenants().call(\"acme\", …) or @WithTenant, or let requests carry one"
                            + " (polymongo.tenant.sources)");
        }
    }

    @Test
    void withTenantOnClassAndMethod() {
        try (Container container = Container.start(CONFIG, Job.class)) {
            Job job = container.get(Job.class);
            assertThat(job.onClass()).contains("acme");
            assertThat(job.onMethod()).contains("globex");
            assertThat(container.get(Tenants.class).current()).isEmpty();
            assertThatThrownBy(job::hostile).hasMessageStartingWith("PMONGO-0302: ");
        }
    }

    @Test
    void withTenantOnAStereotype() {
        try (Container container = Container.start(CONFIG, StereotypedJob.class)) {
            assertThat(container.get(StereotypedJob.class).work()).contains("acme");
        }
    }

    @Test
    void withTenantOnTheAnnotationsOfAClassWhoseMethodsAreInherited() {
        try (Container container = Container.start(CONFIG, StereotypedHeir.class, BoundHeir.class)) {
            assertThat(container.get(StereotypedHeir.class).work()).contains("acme");
            assertThat(container.get(BoundHeir.class).work()).contains("globex");
            assertThat(container.get(BoundHeir.class).onMethod()).contains("acme");
        }
    }

    @Test
    void aGenericSuperclassNamesItsDocumentClassInTheSubclass() {
        try (Container container = Container.start(CONFIG, UserRepository.class)) {
            UserRepository users = container.get(UserRepository.class);
            assertThat(container
                            .get(Tenants.class)
                            .call(
                                    "acme",
                                    () -> List.of(
                                            database(users.injected),
                                            database(users.instance.get()),
                                            database(users.model.tenant()))))
                    .containsOnly("tenant_acme.user");
        }
    }

    @Test
    void theReadinessCheckIsThereWhereMicroProfileHealthIs() {
        boolean expected = !"absent".equals(System.getProperty("polymongo.test.optional"));
        try (Container container = Container.start(CONFIG)) {
            assertThat(OptionalBeans.hasHealth()).isEqualTo(expected);
            assertThat(container.weld().getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                            .flatMap(bean -> bean.getQualifiers().stream())
                            .anyMatch(qualifier -> qualifier
                                    .annotationType()
                                    .getName()
                                    .equals("org.eclipse.microprofile.health.Readiness")))
                    .isEqualTo(expected);
        }
    }

    @Test
    void oneContainerAfterTheOtherInOneJvm() {
        for (String tenant : List.of("acme", "globex")) {
            try (Container container = Container.start(CONFIG, Fields.class)) {
                assertThat(container.get(PolyMongo.class).state()).isEqualTo(State.NOT_INITIALIZED);
                assertThat(container
                                .get(Tenants.class)
                                .call(
                                        tenant,
                                        () -> container
                                                .get(Fields.class)
                                                .database
                                                .getName()))
                        .isEqualTo("tenant_" + tenant);
            }
        }
    }
}
