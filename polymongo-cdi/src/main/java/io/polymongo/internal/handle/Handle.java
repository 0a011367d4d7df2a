package io.polymongo.internal.handle;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.GridFSUploadStream;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.DatabaseAddress;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.Attempt;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What all handles have in common: identity without a tenant, derived handles that stay unresolved, and everything else
 * called on the driver's object of the database that the route says at this moment, in the transaction that is open.
 *
 * @param <T> the driver's type that it stands for
 */
abstract class Handle<T> implements InvocationHandler {

    final Handles handles;
    final Route route;
    final Resolution<T> resolution;
    final boolean ownTimeout;
    private final Class<?> type;
    private volatile @Nullable Resolution<T> inTransaction;

    /**
     * Stands for one of the driver's types.
     *
     * @param ownTimeout whether {@code withTimeout} was called on the way, which the driver takes in no transaction
     */
    Handle(Handles handles, Route route, Resolution<T> resolution, Class<?> type, boolean ownTimeout) {
        this.handles = handles;
        this.route = route;
        this.resolution = resolution;
        this.type = type;
        this.ownTimeout = ownTimeout;
    }

    @Override
    public final @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        DriverMethod called = handles.method(method, type);
        return switch (called.kind()) {
            case IDENTITY -> identity(proxy, called, arguments);
            case DERIVE -> derive(called, arguments == null ? new Object[0] : arguments.clone());
            case LOCAL -> local(called, arguments == null ? new Object[0] : arguments);
            default -> send(called, arguments);
        };
    }

    /** A handle to what {@code with…} makes of each of this handle's objects. */
    abstract Object derive(DriverMethod with, Object[] arguments);

    /** What the handle answers itself. */
    abstract Object local(DriverMethod called, Object[] arguments);

    /** Reads from the primary and is acknowledged, as a transaction asks of each call. */
    abstract T forTransaction(T target);

    /**
     * The arguments to send: checked where the method's kind asks for it, and then a copy that nobody else holds.
     *
     * @param attempt what the call joins, or null
     */
    abstract Object @Nullable [] checked(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            T target,
            @Nullable Attempt attempt);

    private @Nullable Object send(DriverMethod called, Object @Nullable [] arguments) throws Throwable {
        Attempt attempt = called.use() == TransactionUse.FREE
                ? null
                : handles.transactions().attempt();
        if (attempt != null) {
            return join(attempt, called, arguments);
        }
        DatabaseAddress address = route.address();
        if (called.isLazy()) {
            return LeasedIterable.of(this, called, arguments, address);
        }
        PooledDatabase database = address.lease();
        boolean kept = false;
        try {
            Object result = call(database, called, arguments);
            if (result instanceof GridFSUploadStream || result instanceof GridFSDownloadStream) {
                kept = true;
                return held(database, result);
            }
            return result;
        } catch (IllegalStateException e) {
            throw database.toldOf(e);
        } finally {
            if (!kept) {
                database.giveBack();
            }
        }
    }

    private @Nullable Object call(PooledDatabase database, DriverMethod called, Object @Nullable [] arguments)
            throws Throwable {
        T target = resolution.in(database);
        if (called.kind() == CallKind.FORWARD && !called.takesSession()) {
            return called.call(target, arguments);
        }
        if (called.takesSession() && arguments != null) {
            Sessions.requireFree((ClientSession) arguments[0], database);
        }
        return called.call(target, checked(called, arguments, database, target, null));
    }

    /** What a call makes on a database that sends something only when it is read. */
    final MongoIterable<?> make(PooledDatabase database, DriverMethod called, Object @Nullable [] arguments)
            throws Throwable {
        return (MongoIterable<?>) Objects.requireNonNull(call(database, called, arguments));
    }

    /** What was opened keeps the lease. */
    private static Object held(PooledDatabase database, Object opened) {
        if (opened instanceof GridFSUploadStream upload) {
            LeaseHold hold = new LeaseHold("upload", database, upload::abort);
            return hold.heldBy(new HeldUpload(hold, upload));
        }
        GridFSDownloadStream download = (GridFSDownloadStream) opened;
        LeaseHold hold = new LeaseHold("download", database, download);
        return hold.heldBy(new HeldDownload(hold, download));
    }

    private @Nullable Object join(Attempt attempt, DriverMethod called, Object @Nullable [] arguments)
            throws Throwable {
        requireJoinable(called);
        String tenant = route.tenant();
        if (tenant != null) {
            attempt.requireTenant(tenant);
        }
        PooledDatabase database = attempt.enter(route.addressOf(tenant));
        Object[] given = arguments;
        if (called.takesSession() && given != null) {
            Sessions.requireOf((ClientSession) given[0], database);
            given = given.clone();
            given[0] = Sessions.requireSame(attempt.session(), (ClientSession) given[0]);
        }
        T target = inTransaction().in(database);
        Object[] checked = checked(called, given, database, target, attempt);
        ClientSession own = attempt.session(database);
        Object result;
        try {
            result = called.takesSession() ? called.call(target, checked) : called.call(target, own, checked);
        } catch (IllegalStateException e) {
            RuntimeException told = database.toldOf(e);
            attempt.failed(told);
            throw told;
        } catch (Throwable e) {
            attempt.failed(e);
            throw e;
        }
        return within(attempt, called, result);
    }

    /** Made at the first use: most handles that are made on the way never see a transaction. */
    private Resolution<T> inTransaction() {
        Resolution<T> known = inTransaction;
        if (known == null) {
            known = new Resolution<>(database -> forTransaction(resolution.in(database)));
            inTransaction = known;
        }
        return known;
    }

    /** What the transaction gave out stays within it. */
    private @Nullable Object within(Attempt attempt, DriverMethod called, @Nullable Object result) {
        if (result instanceof MongoIterable<?> iterable) {
            return JoinedIterable.of(handles, attempt, called.returnType(), iterable);
        }
        if (result instanceof GridFSUploadStream upload) {
            return HeldUpload.in(attempt, upload);
        }
        return result instanceof GridFSDownloadStream download ? HeldDownload.in(attempt, download) : result;
    }

    private void requireJoinable(DriverMethod called) {
        boolean refused = called.use() == TransactionUse.REFUSED || called.use() == TransactionUse.UNKNOWN;
        if (refused || ownTimeout) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    refused
                            ? type.getSimpleName() + "." + called.name() + " does not run in a transaction; "
                                    + TransactionUse.remedy(called.name())
                            : type.getSimpleName() + "." + called.name() + " through a handle with a timeout of its own"
                                    + " (withTimeout) does not run in a transaction; use TransactionOptions.timeout or"
                                    + " polymongo.operation-timeout");
        }
    }

    /** The arguments with their pipeline rendered and checked; the given ones where it may do whatever it likes. */
    final Object @Nullable [] withPipeline(
            DriverMethod called,
            Object @Nullable [] arguments,
            PooledDatabase database,
            Class<?> documentClass,
            CodecRegistry codecs,
            @Nullable Attempt attempt) {
        int index = called.pipelineIndex();
        boolean free = !route.isBounded() && attempt == null;
        if (free || arguments == null || index < 0 || !(arguments[index] instanceof List<?> pipeline)) {
            return arguments;
        }
        List<BsonDocument> rendered = PlainCopy.of(pipeline, documentClass, codecs);
        if (route.isBounded()) {
            TenantBoundary boundary = new TenantBoundary(database.name());
            rendered.forEach(boundary::inspect);
        }
        if (attempt != null) {
            TransactionCommands.checkPipeline(rendered);
        }
        Object[] checked = arguments.clone();
        checked[index] = rendered;
        return checked;
    }

    /** The same resolution with one more step. */
    @SuppressWarnings("unchecked")
    final Resolution<T> then(DriverMethod with, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] == null) {
                throw new IllegalArgumentException(with.name() + " takes no null");
            }
        }
        return new Resolution<>(database -> {
            T parent = resolution.in(database);
            try {
                return (T) Objects.requireNonNull(with.call(parent, arguments));
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("the driver's " + with.name() + " declares no checked exception", e);
            }
        });
    }

    final boolean ownTimeoutAfter(DriverMethod with) {
        return ownTimeout || with.name().equals("withTimeout");
    }

    private Object identity(Object proxy, DriverMethod called, Object @Nullable [] arguments) {
        return switch (called.name()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> toString();
        };
    }
}
