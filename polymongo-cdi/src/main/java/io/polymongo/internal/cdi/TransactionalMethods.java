package io.polymongo.internal.cdi;

import io.polymongo.PolyTransactional;
import io.polymongo.TransactionWork;
import io.polymongo.internal.tx.TransactionSettings;
import io.polymongo.internal.tx.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What each intercepted method says, read once: interceptors are made anew with their beans. Keyed by the application's
 * classes, and gone with the application.
 */
@ApplicationScoped
public class TransactionalMethods {

    private record Intercepted(Method method, Class<?> target) {}

    private final Transactions transactions;
    private final ConcurrentMap<Intercepted, TransactionSettings> settings = new ConcurrentHashMap<>();

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected TransactionalMethods() {
        this.transactions = null;
    }

    /** Runs methods in the owner's transactions. */
    @Inject
    public TransactionalMethods(PolyMongoOwner owner) {
        this.transactions = owner.assembled().transactions();
    }

    /** Runs a method as it says. */
    public @Nullable Object call(Method method, Class<?> target, TransactionWork<@Nullable Object, Exception> work)
            throws Exception {
        TransactionSettings says =
                settings.computeIfAbsent(new Intercepted(method, target), TransactionalMethods::read);
        return transactions.call(says, work);
    }

    private static TransactionSettings read(Intercepted intercepted) {
        PolyTransactional annotation =
                DeclaredBinding.of(PolyTransactional.class, intercepted.method(), intercepted.target());
        return TransactionalOptions.of(annotation, ContainerConfig::expand);
    }
}
