package io.polymongo.internal.handle;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoIterable;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.PooledDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Spliterators;
import org.jspecify.annotations.Nullable;

/**
 * What {@code find} and its like return outside of transactions: it stays with its database, and takes a lease when it
 * is read. Where the pool has another client by then, it is made once more on that. As thread-safe as the driver's: not.
 */
final class LeasedIterable implements InvocationHandler {

    /** How the iterable was configured, the last step first. */
    private record Step(
            DriverMethod configuring,
            Object @Nullable [] arguments,
            @Nullable Step before) {

        MongoIterable<?> on(MongoIterable<?> made) throws Throwable {
            MongoIterable<?> configured = before == null ? made : before.on(made);
            return (MongoIterable<?>) Objects.requireNonNull(configuring.call(configured, arguments));
        }
    }

    private final Handle<?> handle;
    private final DriverMethod maker;
    private final Object @Nullable [] arguments;
    private final DatabaseAddress address;
    private final Class<?> type;
    private PooledDatabase database;
    private MongoIterable<?> iterable;
    private @Nullable Step last;

    private LeasedIterable(
            Handle<?> handle,
            DriverMethod maker,
            Object @Nullable [] arguments,
            DatabaseAddress address,
            Class<?> type,
            PooledDatabase database,
            MongoIterable<?> iterable,
            @Nullable Step last) {
        this.handle = handle;
        this.maker = maker;
        this.arguments = arguments;
        this.address = address;
        this.type = type;
        this.database = database;
        this.iterable = iterable;
        this.last = last;
    }

    /** Stands for what a call on a handle makes, in the database that this is now. */
    static Object of(Handle<?> handle, DriverMethod maker, Object @Nullable [] arguments, DatabaseAddress address)
            throws Throwable {
        PooledDatabase database = address.look();
        MongoIterable<?> made = handle.make(database, maker, arguments);
        Class<?> type = maker.returnType();
        return Handles.proxy(type, new LeasedIterable(handle, maker, arguments, address, type, database, made, null));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        DriverMethod called = handle.handles.method(method, type);
        return switch (called.name()) {
            case "equals" -> given != null && proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + "[" + address + "]";
            case "iterator", "cursor" -> cursor(called);
            case "spliterator" -> Spliterators.spliteratorUnknownSize(cursor(called), 0);
            default -> called.isLazy() ? configure(proxy, called, given) : read(called, given);
        };
    }

    /** Either the driver returns its iterable once more, or one that is derived from it. */
    private Object configure(Object proxy, DriverMethod called, Object @Nullable [] given) throws Throwable {
        MongoIterable<?> result = (MongoIterable<?>) Objects.requireNonNull(called.call(iterable, given));
        Step step = new Step(called, given, last);
        if (result == iterable) {
            last = step;
            return proxy;
        }
        Class<?> derived = called.returnType();
        return Handles.proxy(
                derived, new LeasedIterable(handle, maker, arguments, address, derived, database, result, step));
    }

    private @Nullable Object read(DriverMethod called, Object @Nullable [] given) throws Throwable {
        PooledDatabase leased = address.lease();
        try {
            return called.call(on(leased), given);
        } catch (IllegalStateException e) {
            throw leased.toldOf(e);
        } finally {
            leased.giveBack();
        }
    }

    /** A cursor of which the server has no more is a list, and needs no lease. */
    private MongoCursor<?> cursor(DriverMethod called) throws Throwable {
        PooledDatabase leased = address.lease();
        boolean kept = false;
        try {
            MongoCursor<?> cursor = on(leased).cursor();
            if (cursor.getServerCursor() == null) {
                return cursor;
            }
            LeaseHold hold = new LeaseHold("cursor", leased, cursor);
            kept = true;
            return hold.heldBy(
                    cursor instanceof MongoChangeStreamCursor<?> stream
                            ? new HeldChangeStreamCursor<>(hold, stream)
                            : new HeldCursor<>(hold, cursor));
        } catch (IllegalStateException e) {
            throw leased.toldOf(e);
        } finally {
            if (!kept) {
                leased.giveBack();
            }
        }
    }

    private MongoIterable<?> on(PooledDatabase leased) throws Throwable {
        if (leased != database) {
            MongoIterable<?> made = handle.make(leased, maker, arguments);
            iterable = last == null ? made : last.on(made);
            database = leased;
        }
        return iterable;
    }
}
