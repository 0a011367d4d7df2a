package io.polymongo.internal.handle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of the driver's interfaces, ready to be called without reflection. */
final class DriverMethod {

    private static final MethodType INVOKER = MethodType.methodType(Object.class, Object.class, Object[].class);

    private final MethodHandle invoker;
    private final String name;
    private final CallKind kind;
    private final int pipelineIndex;

    DriverMethod(Method method, Class<?> type) {
        try {
            this.invoker = MethodHandles.publicLookup()
                    .unreflect(method)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(INVOKER);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the driver's public interfaces are open: " + method, e);
        }
        this.name = method.getName();
        this.kind = CallKind.of(method, type);
        this.pipelineIndex = List.of(method.getParameterTypes()).indexOf(List.class);
    }

    String name() {
        return name;
    }

    /** What a handle has to do for it. */
    CallKind kind() {
        return kind;
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
}
