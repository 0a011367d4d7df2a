package io.polymongo.internal.cdi;

import io.polymongo.Tenants;
import io.polymongo.WithTenant;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs methods as the tenant of {@link WithTenant}. Inside Fault Tolerance (4010), so that the scope is on the thread
 * that does the work.
 */
@WithTenant("")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 15)
public class WithTenantInterceptor {

    private final DeclaredTenant tenant;

    /** Scopes are the tenants' business. */
    @Inject
    public WithTenantInterceptor(Tenants tenants) {
        this.tenant = new DeclaredTenant(tenants);
    }

    /** Runs the method in the scope. */
    @AroundInvoke
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        return tenant.around(invocation);
    }
}
