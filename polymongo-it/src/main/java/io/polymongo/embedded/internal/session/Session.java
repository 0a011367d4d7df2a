package io.polymongo.embedded.internal.session;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.transaction.TransactionSlot;
import java.util.UUID;

/** A logical session. Guarded by the store's lock. */
public final class Session {

    private final UUID id;
    private final Document lsid;
    private final TransactionSlot slot;
    private long lastUse;

    Session(UUID id, Document lsid, TransactionSlot slot, long now) {
        this.id = id;
        this.lsid = lsid;
        this.slot = slot;
        this.lastUse = now;
    }

    public UUID id() {
        return id;
    }

    public Document lsid() {
        return lsid;
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
