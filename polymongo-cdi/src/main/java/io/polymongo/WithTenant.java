package io.polymongo;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a bean's method as a tenant, like {@link Tenants#call}: for schedulers, message consumers and batch work. On a
 * class it means all its business methods. The scope ends when the method returns; what it hands to other threads is
 * outside.
 */
@InterceptorBinding
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithTenant {

    /**
     * The tenant's id; <code>${key}</code> and <code>${key:default}</code> are replaced from MicroProfile Config.
     *
     * @return a well-formed id
     */
    @Nonbinding
    String value();
}
