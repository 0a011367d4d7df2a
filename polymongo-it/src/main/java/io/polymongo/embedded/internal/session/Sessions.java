package io.polymongo.embedded.internal.session;

import de.bwaldvogel.mongo.bson.Document;
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

/** All sessions: they begin with their first use and end by command or after 30 minutes. Guarded by the store's lock. */
public final class Sessions {

    private static final long TIMEOUT = Duration.ofMinutes(30).toNanos();

    private final Map<UUID, Session> sessions = new HashMap<>();
    private final Store store;
    private final LongSupplier ticker;
    private final Consumer<UUID> cursorKiller;
    private Duration transactionLifetime;

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
    }

    /** The session with an id, begun if need be. */
    public Session use(UUID id, Document lsid) {
        long now = ticker.getAsLong();
        Session session =
                sessions.computeIfAbsent(id, any -> new Session(id, lsid, new TransactionSlot(store, lsid), now));
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

    /** Does that to every session. */
    public void killAll() {
        List.copyOf(sessions.keySet()).forEach(this::kill);
    }

    /** Aborts every transaction. */
    public void abortAll() {
        sessions.values().forEach(session -> session.slot().abort());
    }

    /** Aborts what has taken too long and ends who has been silent too long. */
    public void expire() {
        long now = ticker.getAsLong();
        List<UUID> silent = List.of();
        for (Session session : sessions.values()) {
            session.slot().expire(now);
            if (now - session.lastUse() >= TIMEOUT) {
                // Hardly ever, while this is done for every command.
                silent = silent.isEmpty() ? new ArrayList<>() : silent;
                silent.add(session.id());
            }
        }
        silent.forEach(this::end);
    }

    /** How long a transaction may be open that begins now. */
    public Duration transactionLifetime() {
        return transactionLifetime;
    }

    /** Changes that; those that are open have the time that they began with. */
    public void transactionLifetime(Duration value) {
        transactionLifetime = value;
    }

    /** Every session. */
    public List<Session> all() {
        return List.copyOf(sessions.values());
    }
}
