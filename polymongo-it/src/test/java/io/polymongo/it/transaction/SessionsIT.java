package io.polymongo.it.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.ClientSession;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import io.polymongo.it.SentCommands.Sent;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Sessions that the application gives itself: its own, a transaction's, and those of others. */
class SessionsIT extends TransactionTest {

    private static final String OTHER = "a session is given to a call in a transaction that has a session of its own;"
            + " leave the session out, or make the call in a method with TxType.NOT_SUPPORTED";
    private static final String RESTING =
            "a session of a transaction is given to a call outside of it; leave the session"
                    + " out, or make the call in its transaction";

    private String foreign() {
        return "the session given for the database '" + databases.name("default")
                + "' is of another client than the pool 'shared'; begin it with PolyMongo.startSession(\""
                + databases.name("default") + "\")";
    }

    private String bucketDatabase() {
        return databases.name("default");
    }

    @Test
    void oneOfItsOwnOutside() {
        try (ClientSession own = polyMongo.startSession(databases.name("default"))) {
            own.startTransaction();
            things.insertOne(own, new Document("_id", 2));
            assertThat(things.countDocuments()).isEqualTo(1);
            assertThat(things.countDocuments(own)).isEqualTo(2);
            own.abortTransaction();
        }
        assertThat(things.countDocuments()).isEqualTo(1);
    }

    @Test
    void oneOfItsOwnInside() {
        try (ClientSession own = polyMongo.startSession(databases.name("default"))) {
            polyMongo.transaction(() -> {
                assertRefused(ErrorId.TRANSACTION_OTHER_SESSION, OTHER, () -> things.find(own));
                things.insertOne(new Document("_id", 2));
                assertRefused(ErrorId.TRANSACTION_OTHER_SESSION, OTHER, () -> things.find(own));
                assertRefused(
                        ErrorId.TRANSACTION_OTHER_SESSION,
                        OTHER,
                        () -> polyMongo.database().runCommand(own, new Document("find", "things")));
                return null;
            });
        }
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void theTransactionsOwn() {
        GridFSBucket bucket = polyMongo.bucket(bucketDatabase(), "fs");
        polyMongo.transaction(() -> {
            assertThat(polyMongo.currentSession()).isEmpty();
            things.insertOne(new Document("_id", 2));
            sent.clear();
            ClientSession joined = polyMongo.currentSession().orElseThrow();
            assertThat(things.countDocuments(joined)).isEqualTo(2);
            assertThat(things.find(joined).first()).isNotNull();
            assertThat(bucket.find(joined)).isEmpty();
            assertThat(sent.documents()).hasSize(3).allMatch(Sent::isInTransaction);
            assertThat(joined.hasActiveTransaction()).isTrue();
            for (ClosedCall call : List.<ClosedCall>of(
                    new ClosedCall("startTransaction", joined::startTransaction),
                    new ClosedCall("commitTransaction", joined::commitTransaction),
                    new ClosedCall("abortTransaction", joined::abortTransaction),
                    new ClosedCall("withTransaction", () -> joined.withTransaction(() -> null)),
                    new ClosedCall("notifyMessageSent", joined::notifyMessageSent),
                    new ClosedCall("notifyOperationInitiated", () -> joined.notifyOperationInitiated(this)),
                    new ClosedCall("clearTransactionContext", joined::clearTransactionContext),
                    new ClosedCall("close", joined::close))) {
                assertRefused(
                        ErrorId.TRANSACTION_CALL_REFUSED,
                        "ClientSession." + call.name()
                                + " is not for a session that PolyMongo began; its transaction ends with the method, and"
                                + " setRollbackOnly() rolls it back",
                        call.work()::run);
            }
            return null;
        });
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    private record ClosedCall(String name, Runnable work) {}

    @Test
    void oneOfATransactionThatHasEnded() {
        ClientSession ended = polyMongo.transaction(() -> {
            things.find().first();
            return polyMongo.currentSession().orElseThrow();
        });
        String text = "the session was made in a transaction that has ended; read it to its end within the transaction,"
                + " for example with into(new ArrayList<>())";
        assertRefused(ErrorId.TRANSACTION_ENDED, text, () -> things.insertOne(ended, new Document()));
        polyMongo.transaction(() -> {
            assertRefused(ErrorId.TRANSACTION_ENDED, text, () -> things.insertOne(ended, new Document()));
            return null;
        });
    }

    @Test
    void oneOfAnotherTransaction() {
        polyMongo.transaction(() -> {
            things.insertOne(new Document("_id", 2));
            ClientSession outer = polyMongo.currentSession().orElseThrow();
            return in(TxType.REQUIRES_NEW, () -> {
                things.find().first();
                assertRefused(ErrorId.TRANSACTION_OTHER_SESSION, OTHER, () -> things.insertOne(outer, new Document()));
                return null;
            });
        });
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void oneOfTheTransactionThatRests() {
        polyMongo.transaction(() -> {
            things.insertOne(new Document("_id", 2));
            ClientSession outer = polyMongo.currentSession().orElseThrow();
            return in(TxType.NOT_SUPPORTED, () -> {
                assertThat(things.countDocuments()).isEqualTo(1);
                assertRefused(ErrorId.TRANSACTION_OTHER_SESSION, RESTING, () -> things.countDocuments(outer));
                assertRefused(
                        ErrorId.TRANSACTION_OTHER_SESSION,
                        RESTING,
                        () -> polyMongo.bucket(bucketDatabase(), "fs").find(outer));
                return null;
            });
        });
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void oneOfAnotherClient() {
        try (ClientSession other = databases.raw().startSession()) {
            assertRefused(ErrorId.SESSION_FOREIGN, foreign(), () -> things.insertOne(other, new Document()));
            polyMongo.transaction(() -> {
                assertRefused(ErrorId.SESSION_FOREIGN, foreign(), () -> things.insertOne(other, new Document()));
                things.insertOne(new Document("_id", 2));
                assertRefused(ErrorId.SESSION_FOREIGN, foreign(), () -> things.insertOne(other, new Document()));
                return null;
            });
        }
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void none() {
        assertThatThrownBy(() -> things.find((ClientSession) null)).isInstanceOf(IllegalArgumentException.class);
        polyMongo.transaction(() -> {
            assertThatThrownBy(() -> things.find((ClientSession) null)).isInstanceOf(TransactionException.class);
            return null;
        });
    }
}
