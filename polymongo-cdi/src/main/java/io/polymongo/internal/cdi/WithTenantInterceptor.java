package io.polymongo.internal.cdi;

import io.polymongo.Tenants;
import io.polymongo.WithTenant;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs methods as the tenant of {@link WithTenant}. Inside Fault Tolerance (4010), so that the scope is on the thread
 * that does the work.
 */
@WithTenant("")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 15)
public class WithTenantInterceptor {

    private final Tenants tenants;
    private final ConcurrentMap<Method, String> ids = new ConcurrentHashMap<>();

    /** Scopes are the tenants' business. */
    @Inject
    public WithTenantInterceptor(Tenants tenants) {
        this.tenants = tenants;
    }

    /** Runs the method in the scope. */
    @AroundInvoke
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        String id = ids.computeIfAbsent(
                invocation.getMethod(), method -> ContainerConfig.expand(declared(method, invocation.getTarget())));
        return tenants.call(id, invocation::proceed);
    }

    /**
     * On the method, else on the nearest of the target's class (which is a container's subclass of the one that was
     * written) and those above it: reflection does not inherit what stereotypes bring.
     */
    private static String declared(Method method, @Nullable Object target) {
        Class<?> nearest = target == null ? method.getDeclaringClass() : target.getClass();
        Stream<Class<?>> classes = Stream.iterate(nearest, Objects::nonNull, Class::getSuperclass);
        return Stream.concat(Stream.of(method), classes)
                .map(WithTenantInterceptor::on)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("the container intercepted " + method + " without @WithTenant"));
    }

    /** On the element itself, else on one of its stereotypes or of its other interceptors' annotations. */
    private static Optional<String> on(AnnotatedElement element) {
        WithTenant direct = element.getAnnotation(WithTenant.class);
        if (direct != null) {
            return Optional.of(direct.value());
        }
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(Stereotype.class)
                        || type.isAnnotationPresent(InterceptorBinding.class))
                .map(WithTenantInterceptor::on)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
