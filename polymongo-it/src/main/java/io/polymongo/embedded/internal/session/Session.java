package io.polymongo.embedded.internal.session;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.transaction.TransactionSlot;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A logical session. Guarded by the store's lock. */
public final class Session {

    private final UUID id;
    private final Document lsid;
    private final Owner owner;
    private final TransactionSlot slot;
    private long lastUse;
    private @Nullable Connection transactionClient;

    Session(UUID id, Document lsid, Owner owner, TransactionSlot slot, long now) {
        this.id = id;
        this.lsid = lsid;
        this.owner = owner;
        this.slot = slot;
        this.lastUse = now;
    }

    public UUID id() {
        return id;
    }

    public Document lsid() {
        return lsid;
    }

    /** Whose it is: the user's who began it. */
    public Owner owner() {
        return owner;
    }

    /** Who sent the latest command of a transaction, or null. */
    public @Nullable Connection transactionClient() {
        return transactionClient;
    }

    /** Remembers that. */
    public void transactionClient(Connection client) {
        transactionClient = client;
    }

    /** Its transaction or retryable write. */
    public TransactionSlot slot() {
        return slot;
    }

    void use(long now) {
        lastUse = now;
    }

    long lastUse() {
        return lastUse;
    }
}
