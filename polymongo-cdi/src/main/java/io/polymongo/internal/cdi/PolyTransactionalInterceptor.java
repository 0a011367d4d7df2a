package io.polymongo.internal.cdi;

import io.polymongo.PolyTransactional;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs methods in transactions. Inside Fault Tolerance (4010), JTA and {@link WithTenantInterceptor} (4015): each of
 * their attempts has a transaction of its own, and its tenant is known when it begins.
 */
@PolyTransactional
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 20)
public class PolyTransactionalInterceptor {

    private final TransactionalMethods methods;

    /** What methods say is known there. */
    @Inject
    public PolyTransactionalInterceptor(TransactionalMethods methods) {
        this.methods = methods;
    }

    /** Runs the method, once or again and again. */
    @AroundInvoke
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        Object target = invocation.getTarget();
        Class<?> type = target == null ? invocation.getMethod().getDeclaringClass() : target.getClass();
        Object[] given = invocation.getParameters();
        Object[] original = given.clone();
        return methods.call(invocation.getMethod(), type, () -> {
            if (original.length > 0) {
                // On some containers an inner interceptor's changes would last into the next attempt.
                invocation.setParameters(original.clone());
            }
            return invocation.proceed();
        });
    }
}
