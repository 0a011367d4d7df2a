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
 * Does the same as {@link WithTenantInterceptor} around Fault Tolerance (4010): its fallbacks, and the threads that it
 * takes along, belong to the tenant, too.
 */
@WithTenant("")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 5)
public class WithTenantAroundInterceptor {

    private final DeclaredTenant tenant;

    /** Scopes are the tenants' business. */
    @Inject
    public WithTenantAroundInterceptor(Tenants tenants) {
        this.tenant = new DeclaredTenant(tenants);
    }

    /** Runs everything inside in the scope. */
    @AroundInvoke
    public @Nullable Object around(InvocationContext invocation) throws Exception {
        return tenant.around(invocation);
    }
}
