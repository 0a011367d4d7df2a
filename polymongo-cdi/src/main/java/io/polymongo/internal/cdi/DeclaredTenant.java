package io.polymongo.internal.cdi;

import io.polymongo.Tenants;
import io.polymongo.WithTenant;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Runs intercepted methods as the tenant of their {@link WithTenant}. */
final class DeclaredTenant {

    private final Tenants tenants;
    private final ConcurrentMap<Method, String> ids = new ConcurrentHashMap<>();

    DeclaredTenant(Tenants tenants) {
        this.tenants = tenants;
    }

    @Nullable
    Object around(InvocationContext invocation) throws Exception {
        String id = ids.computeIfAbsent(
                invocation.getMethod(), method -> ContainerConfig.expand(declared(method, invocation.getTarget())));
        return tenants.call(id, invocation::proceed);
    }

    private static String declared(Method method, @Nullable Object target) {
        Class<?> nearest = target == null ? method.getDeclaringClass() : target.getClass();
        return DeclaredBinding.of(WithTenant.class, method, nearest).value();
    }
}
