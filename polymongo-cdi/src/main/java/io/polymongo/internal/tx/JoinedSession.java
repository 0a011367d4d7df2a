package io.polymongo.internal.tx;

import com.mongodb.client.ClientSession;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction's session in the hands of the application, which may use it and not end it. */
public final class JoinedSession implements InvocationHandler {

    /** What ends it, and what only the driver says to its own session. */
    private static final Set<String> NOT_FOR_OTHERS = Set.of(
            "startTransaction",
            "commitTransaction",
            "abortTransaction",
            "withTransaction",
            "notifyMessageSent",
            "notifyOperationInitiated",
            "setTransactionContext",
            "clearTransactionContext",
            "setRecoveryToken",
            "setSnapshotTimestamp",
            "close");

    private final Attempt attempt;
    private final ClientSession session;

    private JoinedSession(Attempt attempt, ClientSession session) {
        this.attempt = attempt;
        this.session = session;
    }

    static ClientSession of(Attempt attempt, ClientSession session) {
        return (ClientSession) Proxy.newProxyInstance(
                ClientSession.class.getClassLoader(),
                new Class<?>[] {ClientSession.class},
                new JoinedSession(attempt, session));
    }

    /** Whether a session is some transaction's, given out to the application. */
    public static boolean is(ClientSession given) {
        return joined(given) != null;
    }

    /** Whether it is that of this transaction. */
    public static boolean isOf(ClientSession given, ClientSession own) {
        JoinedSession joined = joined(given);
        return joined != null && joined.session == own;
    }

    private static @Nullable JoinedSession joined(ClientSession given) {
        return Proxy.isProxyClass(given.getClass()) && Proxy.getInvocationHandler(given) instanceof JoinedSession joined
                ? joined
                : null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (NOT_FOR_OTHERS.contains(method.getName())) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_CALL_REFUSED,
                    "ClientSession." + method.getName()
                            + " is not for a session that PolyMongo began; its transaction ends with the method, and"
                            + " setRollbackOnly() rolls it back");
        }
        if (method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        if (method.getDeclaringClass() != Object.class) {
            attempt.requireUsable("the session");
        }
        try {
            return method.invoke(session, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
