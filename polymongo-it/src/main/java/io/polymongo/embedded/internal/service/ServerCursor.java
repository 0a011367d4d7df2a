package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.ApiParameters;
import io.polymongo.embedded.internal.command.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rest of an answer. Guarded by the store's lock. */
class ServerCursor {

    final long id;
    final String namespace;
    final Owner owner;
    final @Nullable UUID session;
    final @Nullable Long transactionNumber;
    final boolean mayIdle;
    long lastUse;
    ApiParameters api = ApiParameters.NONE;
    private final List<Document> documents;
    private int position;

    ServerCursor(
            long id,
            String namespace,
            Owner owner,
            @Nullable UUID session,
            @Nullable Long transactionNumber,
            boolean mayIdle,
            List<Document> documents,
            long now) {
        this.id = id;
        this.namespace = namespace;
        this.owner = owner;
        this.session = session;
        this.transactionNumber = transactionNumber;
        this.mayIdle = mayIdle;
        this.documents = documents;
        this.lastUse = now;
    }

    List<Document> next(int most) {
        int until = (int) Math.min(documents.size(), (long) position + most);
        List<Document> batch = new ArrayList<>(documents.subList(position, until));
        position = until;
        return batch;
    }

    /** Whether it waits for documents that are not there yet. */
    boolean awaitsData() {
        return false;
    }

    boolean isExhausted() {
        return position >= documents.size();
    }
}
