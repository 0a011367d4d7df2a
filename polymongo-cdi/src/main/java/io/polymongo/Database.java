package io.polymongo;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A database by name, whoever calls: on a {@code MongoCollection<T>} or a {@code MongoDatabase} to inject. The handle may
 * be kept for ever and shared by all threads.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface Database {

    /**
     * The database's name; <code>${key}</code> and <code>${key:default}</code> are replaced from MicroProfile Config.
     *
     * @return empty for the default database
     */
    @Nonbinding
    String value() default "";

    /** For programmatic look-up: {@code select(new TypeLiteral<MongoCollection<User>>() {}, Database.Literal.of("orders"))}. */
    final class Literal extends AnnotationLiteral<Database> implements Database {

        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * Makes a qualifier.
         *
         * @param value the database's name, or empty for the default database
         * @return the qualifier
         */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
