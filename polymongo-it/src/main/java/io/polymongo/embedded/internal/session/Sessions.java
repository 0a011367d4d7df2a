package io.polymongo.embedded.internal.session;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.transaction.TransactionSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All sessions: they begin with their first use and end by command or after 30 minutes. Guarded by the store's lock. */
public final class Sessions {

    private static final long TIMEOUT = Duration.ofMinutes(30).toNanos();

    private final Map<UUID, Session> sessions = new HashMap<>();
    private final Store store;
    private final LongSupplier ticker;
    private final Consumer<UUID> cursorKiller;
    private Duration transactionLifetime;
    private long nextExpiry;

    /**
     * No sessions yet.
     *
     * @param ticker nanoseconds
     * @param cursorKiller kills the cursors of a session that ends
     */
    public Sessions(Store store, Duration transactionLifetime, LongSupplier ticker, Consumer<UUID> cursorKiller) {
        this.store = store;
        this.transactionLifetime = transactionLifetime;
        this.ticker = ticker;
        this.cursorKiller = cursorKiller;
        this.nextExpiry = ticker.getAsLong();
    }

    /** The session with an id, begun for somebody if need be. */
    public Session use(UUID id, Document lsid, Owner owner) {
        long now = ticker.getAsLong();
        Session session = sessions.computeIfAbsent(
                id, any -> new Session(id, lsid, owner, new TransactionSlot(store, lsid), now));
        if (!session.owner().equals(owner)) {
            // To MongoDB it would be another session.
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support a session's id that another user has a session by");
        }
        session.use(now);
        return session;
    }

    /** Ends a session: its transaction is aborted and its cursors are killed. */
    public void end(UUID id) {
        kill(id);
        sessions.remove(id);
    }

    /** Aborts a session's transaction and kills its cursors; the session lives on. */
    public void kill(UUID id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.slot().abort();
        }
        cursorKiller.accept(id);
    }

    /** Aborts every transaction. */
    public void abortAll() {
        sessions.values().forEach(session -> session.slot().abort());
    }

    /** The session with an id, or null; this is no use of it. */
    public @Nullable Session find(UUID id) {
        return sessions.get(id);
    }

    /** Whether anything may have taken too long or been silent too long. */
    public boolean mayHaveExpired() {
        return ticker.getAsLong() - nextExpiry >= 0;
    }

    /** Aborts what has taken too long and ends who has been silent too long. */
    public void expire() {
        if (!mayHaveExpired()) {
            return;
        }
        long now = ticker.getAsLong();
        // What begins or is used after this lasts longer than the least that is left now.
        long least = Math.min(transactionLifetime.toNanos(), TIMEOUT);
        List<UUID> silent = new ArrayList<>();
        for (Session session : sessions.values()) {
            least = Math.min(least, session.slot().expire(now, transactionLifetime.toNanos()));
            long left = TIMEOUT - (now - session.lastUse());
            if (left <= 0) {
                silent.add(session.id());
            } else {
                least = Math.min(least, left);
            }
        }
        nextExpiry = now + least;
        silent.forEach(this::end);
    }

    /** How long a transaction may be open that begins now. */
    public Duration transactionLifetime() {
        return transactionLifetime;
    }

    /** Changes that; those that are open have the time that they began with. */
    public void transactionLifetime(Duration value) {
        transactionLifetime = value;
        nextExpiry = ticker.getAsLong();
    }

    /** Every session. */
    public List<Session> all() {
        return List.copyOf(sessions.values());
    }
}
