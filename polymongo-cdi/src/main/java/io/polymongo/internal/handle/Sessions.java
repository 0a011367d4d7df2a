package io.polymongo.internal.handle;

import com.mongodb.client.ClientSession;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.JoinedSession;
import org.jspecify.annotations.Nullable;

/** Checks the sessions that applications give to calls. */
final class Sessions {

    private Sessions() {}

    /** Outside of transactions, a session must be of the client that the call goes to, and no transaction's. */
    static void requireFree(@Nullable ClientSession given, PooledDatabase database) {
        requireOf(given, database);
        if (given != null && JoinedSession.is(given)) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_SESSION,
                    "a session of a transaction is given to a call outside of it; leave the session out, or make the call"
                            + " in its transaction");
        }
    }

    /** A session must be of the client that the call goes to. */
    static void requireOf(@Nullable ClientSession given, PooledDatabase database) {
        if (given != null && given.getOriginator() != database.client()) {
            throw new PolyMongoException(
                    ErrorId.SESSION_FOREIGN,
                    "the session given for the database '" + database.name()
                            + "' is of another client than the pool '"
                            + database.pool().name()
                            + "'; begin it with PolyMongo.startSession(\"" + database.name() + "\")");
        }
    }

    /** In a transaction, a session can only be its own, which is returned. */
    static ClientSession requireSame(@Nullable ClientSession own, @Nullable ClientSession given) {
        if (own == null || given == null || given != own && !JoinedSession.isOf(given, own)) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_SESSION,
                    "a session is given to a call in a transaction that has a session of its own; leave the session"
                            + " out, or make the call in a method with TxType.NOT_SUPPORTED");
        }
        return own;
    }
}
