package io.polymongo.internal.handle;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoIterable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A method of the driver's interfaces, ready to be called without reflection. */
final class DriverMethod {

    private static final MethodType INVOKER = MethodType.methodType(Object.class, Object.class, Object[].class);
    private static final MethodType SESSION_INVOKER =
            MethodType.methodType(Object.class, Object.class, ClientSession.class, Object[].class);

    private final MethodHandle invoker;
    private final @Nullable MethodHandle sessionInvoker;
    private final String name;
    private final Class<?> returnType;
    private final CallKind kind;
    private final TransactionUse use;
    private final boolean takesSession;
    private final int pipelineIndex;
    private final boolean lazy;

    DriverMethod(Method method, Class<?> type) {
        Method withSession = TransactionUse.withSession(method);
        try {
            this.invoker = spread(method, method.getParameterCount(), INVOKER);
            this.sessionInvoker =
                    withSession == null ? null : spread(withSession, method.getParameterCount(), SESSION_INVOKER);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the driver's public interfaces are open: " + method, e);
        }
        this.name = method.getName();
        this.returnType = method.getReturnType();
        this.kind = CallKind.of(method, type);
        this.use = TransactionUse.of(method);
        this.takesSession = TransactionUse.takesSession(method);
        this.lazy = MongoIterable.class.isAssignableFrom(method.getReturnType());
        this.pipelineIndex = List.of(method.getParameterTypes()).indexOf(List.class);
    }

    private static MethodHandle spread(Method method, int spread, MethodType type) throws IllegalAccessException {
        return MethodHandles.publicLookup()
                .unreflect(method)
                .asSpreader(Object[].class, spread)
                .asType(type);
    }

    String name() {
        return name;
    }

    Class<?> returnType() {
        return returnType;
    }

    /** What a handle has to do for it. */
    CallKind kind() {
        return kind;
    }

    /** What becomes of it in a transaction. */
    TransactionUse use() {
        return use;
    }

    /** Whether its first argument is a session. */
    boolean takesSession() {
        return takesSession;
    }

    /** Whether it returns what sends something only when it is read. */
    boolean isLazy() {
        return lazy;
    }

    /** Which argument is a list, or -1. */
    int pipelineIndex() {
        return pipelineIndex;
    }

    /** Calls it on the driver's object; what the driver throws comes through as it is. */
    @Nullable
    Object call(Object target, Object @Nullable [] arguments) throws Throwable {
        return (Object) invoker.invokeExact(target, arguments);
    }

    /** Calls its overload with a session. */
    @Nullable
    Object call(Object target, ClientSession session, Object @Nullable [] arguments) throws Throwable {
        return (Object) Objects.requireNonNull(sessionInvoker).invokeExact(target, session, arguments);
    }
}
