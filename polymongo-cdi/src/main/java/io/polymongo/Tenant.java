package io.polymongo;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The caller's tenant's database: on a {@code MongoCollection<T>} or a {@code MongoDatabase} to inject.
 *
 * <p>The handle may be kept for ever and shared by all threads. Each call on it finds out anew whose it is; what the call
 * returns stays that tenant's. Handles that it returns ({@code withReadPreference}, {@code getCollection}) are resolved
 * per call like itself. Where no tenant is known the call throws {@link MissingTenantException}.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Tenant {

    /** For programmatic look-up: {@code select(new TypeLiteral<MongoCollection<User>>() {}, Tenant.Literal.INSTANCE)}. */
    final class Literal extends AnnotationLiteral<Tenant> implements Tenant {

        private static final long serialVersionUID = 1L;

        /** The only one needed. */
        public static final Literal INSTANCE = new Literal();

        private Literal() {}
    }
}
