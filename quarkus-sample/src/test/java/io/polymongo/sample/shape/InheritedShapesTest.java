package io.polymongo.sample.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import io.polymongo.Model;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.WithTenant;
import io.polymongo.sample.user.User;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What beans have from their superclasses and from annotations on annotations, on CDI Lite. */
@QuarkusTest
class InheritedShapesTest {

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

    @ApplicationScoped
    static class UserRepository extends Repository<User> {

        List<String> collections() {
            return List.of(
                    injected.getNamespace().getCollectionName(),
                    instance.get().getNamespace().getCollectionName(),
                    model.tenant().getNamespace().getCollectionName());
        }
    }

    @Stereotype
    @WithTenant("acme")
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    public @interface NightlyWork {}

    @InterceptorBinding
    @WithTenant("globex")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface AsGlobex {}

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

    @AsGlobex
    @ApplicationScoped
    static class BoundHeir extends Work {}

    @Inject
    Tenants tenants;

    @Inject
    UserRepository users;

    @Inject
    StereotypedHeir stereotyped;

    @Inject
    BoundHeir bound;

    @Test
    void aGenericSuperclassNamesItsDocumentClassInTheSubclass() {
        assertThat(tenants.call("acme", users::collections)).containsExactly("users", "users", "users");
    }

    @Test
    void withTenantOnTheAnnotationsOfAClassWhoseMethodsAreInherited() {
        assertThat(stereotyped.work()).contains("acme");
        assertThat(bound.work()).contains("globex");
    }
}
