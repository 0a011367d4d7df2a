package io.polymongo.internal.handle;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoException;
import io.polymongo.TransactionException;
import io.polymongo.internal.pool.PooledDatabase;
import io.polymongo.internal.tx.JoinedSession;

/** Checks the sessions that applications give to calls. */
final class Sessions {

    private Sessions() {}

    /** A session must be of the client that the call goes to. */
    static void requireOf(MongoClient client, ClientSession given, PooledDatabase database) {
        if (given.getOriginator() != client) {
            throw new PolyMongoException(
                    ErrorId.SESSION_FOREIGN,
                    "the session given for the database '" + database.name()
                            + "' is of another client than the pool '"
                            + database.pool().name()
                            + "'; begin it with PolyMongo.startSession(\"" + database.name() + "\")");
        }
    }

    /** In a transaction, a session can only be its own. */
    static void requireSame(ClientSession own, ClientSession given) {
        if (given != own && !JoinedSession.isOf(given, own)) {
            throw new TransactionException(
                    ErrorId.TRANSACTION_OTHER_SESSION,
                    "a session is given to a call in a transaction that has a session of its own; leave the session"
                            + " out, or make the call in a method with TxType.NOT_SUPPORTED");
        }
    }
}
