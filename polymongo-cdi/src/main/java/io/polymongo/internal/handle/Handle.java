package io.polymongo.internal.handle;

import io.polymongo.internal.pool.PooledDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What collections' and databases' handles have in common: identity without a tenant, derived handles that stay
 * unresolved, and everything else called on the driver's object of the database that the route says at this moment.
 *
 * @param <T> the driver's type that it stands for
 */
abstract class Handle<T> implements InvocationHandler {

    final Handles handles;
    final Route route;
    final Resolution<T> resolution;
    private final Class<?> type;

    Handle(Handles handles, Route route, Resolution<T> resolution, Class<?> type) {
        this.handles = handles;
        this.route = route;
        this.resolution = resolution;
        this.type = type;
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        DriverMethod called = handles.method(method, type);
        CallKind kind = called.kind();
        if (kind == CallKind.FORWARD) {
            return forward(called, arguments);
        }
        if (kind == CallKind.IDENTITY) {
            return identity(proxy, called, arguments);
        }
        if (kind == CallKind.DERIVE && arguments != null) {
            return derive(called, arguments.clone());
        }
        return call(called, arguments);
    }

    /** A handle to what {@code with…} makes of each of this handle's objects. */
    abstract Object derive(DriverMethod with, Object[] arguments);

    /** What is not the same for both kinds; falls back on {@link #forward}. */
    abstract @Nullable Object call(DriverMethod called, Object @Nullable [] arguments) throws Throwable;

    /** Calls the driver. */
    final @Nullable Object forward(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        return called.call(resolution.in(route.database()), arguments);
    }

    /** The same resolution with one more step. */
    @SuppressWarnings("unchecked")
    final Resolution<T> then(DriverMethod with, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument == null) {
                throw new IllegalArgumentException(with.name() + " takes no null");
            }
        }
        return new Resolution<>((client, database) -> {
            T parent = resolution.in(client, database);
            try {
                return (T) Objects.requireNonNull(with.call(parent, arguments));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("the driver's " + with.name() + " declares no checked exception", e);
            }
        });
    }

    /** Arguments whose pipeline stays within the tenant; the given ones where there is no pipeline. */
    static Object @Nullable [] bounded(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            Class<?> documentClass,
            CodecRegistry codecs) {
        int index = called.pipelineIndex();
        if (arguments == null || index < 0 || !(arguments[index] instanceof List<?> pipeline)) {
            return arguments;
        }
        Object[] checked = arguments.clone();
        checked[index] = new TenantBoundary(database.name()).pipeline(pipeline, documentClass, codecs);
        return checked;
    }

    private Object identity(Object proxy, DriverMethod called, Object @Nullable [] arguments) {
        return switch (called.name()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> toString();
        };
    }
}
