package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.fault.RetryableWriteFault;
import io.polymongo.embedded.internal.operation.Operations;
import io.polymongo.embedded.internal.oplog.Oplog;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.session.Sessions;
import io.polymongo.embedded.internal.store.Key;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import io.polymongo.embedded.internal.store.Writer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The data of the replica set and every command on it; the last handler of the chain. Thread-safe. */
public final class DataService implements CommandHandler, AutoCloseable {

    private final Store store;
    private final Environment environment;
    private final TransactionRunner transactions;
    private final Housekeeping housekeeping;
    private final Obstacles obstacles;

    /**
     * An empty replica set.
     *
     * @param oplog what is told of every change
     * @param members how many members there are: what write concerns are measured by
     * @param transactionLifetime how long a transaction may be open
     * @param operations the commands that run
     * @param clock wall time
     * @param ticker nanoseconds, for timeouts
     * @param sessionEnd hears of each session that ends or is killed, by its id, and must not wait
     * @param writeFault is asked before a retryable write takes effect
     */
    public DataService(
            Oplog oplog,
            int members,
            Duration transactionLifetime,
            Operations operations,
            InstantSource clock,
            LongSupplier ticker,
            Consumer<UUID> sessionEnd,
            RetryableWriteFault writeFault) {
        this.store = new Store(oplog);
        Cursors cursors = new Cursors(ticker, store::wakeTails);
        Consumer<UUID> cursorKiller = cursors::killOf;
        Sessions sessions = new Sessions(store, transactionLifetime, ticker, cursorKiller.andThen(sessionEnd));
        this.environment = new Environment(
                store,
                new Writer(store),
                sessions,
                cursors,
                new PinnedSnapshots(store, ticker),
                operations,
                clock,
                ticker,
                members,
                writeFault);
        this.transactions = new TransactionRunner(environment);
        this.housekeeping = new Housekeeping(environment, new Expiry(store, environment.writer(), clock, ticker));
        this.obstacles = new Obstacles(environment, housekeeping);
    }

    @Override
    public Document handle(Request request) {
        return request.mayWait() ? run(request) : runAtOnce(request);
    }

    /** Holds the lock from the beginning to the end, so that nothing on the way waits for it. */
    private Document runAtOnce(Request request) {
        Document reply = store.lockedIfFree(() -> {
            obstacles.check(request);
            return run(request);
        });
        if (reply == null) {
            throw new MustWait();
        }
        return reply;
    }

    private Document run(Request request) {
        Command command = CommandTable.find(request.name());
        if (command == null && !TransactionRunner.ends(request)) {
            // MongoDB has it, or the front door would have said so.
            throw FindCommand.notSupported("the command '" + request.name() + "'");
        }
        TransactionRunner.checkFields(request);
        Concerns.checkTimes(request, store.latestTimestamp());
        Session session = store.locked(() -> keepHouse(request));
        if (command == null) {
            return transactions.end(request, session);
        }
        if (request.isInTransaction() && session != null) {
            return transactions.run(command, request, session);
        }
        return Concerns.withWriteConcernError(request, runAlone(command, request, session), environment.members());
    }

    private @Nullable Session keepHouse(Request request) {
        housekeeping.run();
        UUID id = request.sessionId();
        Document lsid = request.lsid();
        return id == null || lsid == null ? null : environment.sessions().use(id, lsid, Owner.of(request.connection()));
    }

    private Document runAlone(Command command, Request request, @Nullable Session session) {
        Long number = request.txnNumber();
        if (number != null && session != null) {
            store.locked(() -> {
                session.slot().retryableWrite(number);
                return true;
            });
        }
        Long deadline = Call.deadline(environment, request);
        if (Concerns.readsSnapshot(request)) {
            PinnedSnapshots.Pinned pinned =
                    store.locked(() -> environment.pinned().at(Concerns.readTime(request)));
            return command.run(new Call(environment, request, session, pinned.view(), pinned.time(), deadline));
        }
        return command.run(new Call(environment, request, session, View.LATEST, null, deadline));
    }

    /** Aborts every open transaction and interrupts who waits for one, as a step-down does. */
    public void abortAllTransactions() {
        store.locked(() -> {
            store.interruptWaiters();
            environment.sessions().abortAll();
            return true;
        });
    }

    /** The document as it is committed, or null; never to be changed. */
    public @Nullable Document lookup(String database, String collection, @Nullable Object id) {
        return store.locked(() -> {
            StoredCollection found = store.catalog().committed(new Namespace(database, collection));
            return found == null ? null : found.document(View.LATEST, Key.of(id));
        });
    }

    /** The collection's UUID, or null if there is none, or it is a view. */
    public @Nullable UUID uuidOf(String database, String collection) {
        return store.locked(() -> {
            StoredCollection found = store.catalog().committed(new Namespace(database, collection));
            return found == null || found.isView() ? null : found.uuid();
        });
    }

    /** Whether there is a committed collection or view of that name. */
    public boolean exists(String database, String collection) {
        return store.locked(() -> store.catalog().committed(new Namespace(database, collection)) != null);
    }

    /** Whether there is a committed view of that name. */
    public boolean isView(String database, String collection) {
        return store.locked(() -> {
            StoredCollection found = store.catalog().committed(new Namespace(database, collection));
            return found != null && found.isView();
        });
    }

    /** Whether a cursor is open. */
    public boolean hasCursor(long id) {
        return store.locked(() -> environment.cursors().find(id) != null);
    }

    /** Whose a cursor is, or null if there is none. */
    public @Nullable Owner ownerOfCursor(long id) {
        return store.locked(() -> environment.cursors().ownerOf(id));
    }

    /** How many versions of documents are kept, of all collections. */
    public int versions() {
        return store.locked(() -> store.catalog().all().stream()
                .mapToInt(StoredCollection::versions)
                .sum());
    }

    /** Ends everybody who waits for a transaction. */
    @Override
    public void close() {
        store.close();
    }
}
