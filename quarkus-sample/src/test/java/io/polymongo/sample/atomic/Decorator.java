package io.polymongo.sample.atomic;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Changes what the method is given, in both of the ways there are, within the transaction. */
@Decorated
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_AFTER + 100)
public class Decorator {

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        invocation.getParameters()[0] += "!";
        Object[] changed = invocation.getParameters().clone();
        changed[1] += "?";
        invocation.setParameters(changed);
        return invocation.proceed();
    }
}
