package io.polymongo.internal.handle;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.tx.Attempt;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import org.bson.BSONException;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.jspecify.annotations.Nullable;

/** What {@code find} and its like return in a transaction: read within it, on its thread, or not at all. */
final class JoinedIterable implements InvocationHandler {

    private final Handles handles;
    private final Attempt attempt;
    private final Class<?> type;
    private final MongoIterable<?> iterable;

    private JoinedIterable(Handles handles, Attempt attempt, Class<?> type, MongoIterable<?> iterable) {
        this.handles = handles;
        this.attempt = attempt;
        this.type = type;
        this.iterable = iterable;
    }

    /** Stands for an iterable of the driver, of one of its interfaces. */
    static Object of(Handles handles, Attempt attempt, Class<?> type, MongoIterable<?> iterable) {
        return Handles.proxy(type, new JoinedIterable(handles, attempt, type, iterable));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        DriverMethod called = handles.method(method, type);
        return switch (called.name()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + " of a transaction";
            case "iterator", "cursor" -> cursor(called);
            case "spliterator" -> new JoinedSpliterator<>(type.getSimpleName() + ".spliterator", cursor(called));
            case "forEach" -> forEach(called, argument(arguments));
            case "into" -> into(called, argument(arguments));
            case "explain", "toCollection" -> throw refused(called);
            default -> configure(proxy, called, arguments);
        };
    }

    private static Object argument(Object @Nullable [] arguments) {
        return Objects.requireNonNull(Objects.requireNonNull(arguments)[0]);
    }

    private HeldCursor<?> cursor(DriverMethod called) {
        attempt.requireUsable(type.getSimpleName() + "." + called.name());
        try {
            return HeldCursor.in(attempt, iterable.cursor());
        } catch (MongoException | CodecConfigurationException | BSONException e) {
            attempt.failed(e);
            throw e;
        } catch (IllegalStateException e) {
            throw attempt.toldOf(e);
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object forEach(DriverMethod called, Object action) {
        try (MongoCursor<?> cursor = cursor(called)) {
            cursor.forEachRemaining((Consumer<Object>) action);
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private Object into(DriverMethod called, Object target) {
        try (MongoCursor<?> cursor = cursor(called)) {
            cursor.forEachRemaining(((Collection<Object>) target)::add);
        }
        return target;
    }

    /** Either the driver returns its iterable once more, or one that is derived from it, or, for {@code first}, a value. */
    private @Nullable Object configure(Object proxy, DriverMethod called, Object @Nullable [] arguments)
            throws Throwable {
        attempt.requireUsable(type.getSimpleName() + "." + called.name());
        Object result;
        try {
            result = called.call(iterable, arguments);
        } catch (MongoException | CodecConfigurationException | BSONException e) {
            attempt.failed(e);
            throw e;
        } catch (IllegalStateException e) {
            throw attempt.toldOf(e);
        }
        if (result == iterable) {
            return proxy;
        }
        return result instanceof MongoIterable<?> derived ? of(handles, attempt, MongoIterable.class, derived) : result;
    }

    private TransactionException refused(DriverMethod called) {
        return new TransactionException(
                ErrorId.TRANSACTION_CALL_REFUSED,
                type.getSimpleName() + "." + called.name()
                        + " does not run in a transaction; call it before or after, or in a method with"
                        + " TxType.NOT_SUPPORTED");
    }
}
