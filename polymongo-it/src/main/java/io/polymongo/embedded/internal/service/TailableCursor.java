package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Projection;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows a capped collection: what was inserted after the last document that it has seen. Guarded by the store's lock. */
final class TailableCursor extends ServerCursor {

    private static final String START = "Executor error during getMore :: caused by :: ";

    private final StoredCollection collection;
    private final Predicate<StoredCollection> isStillThere;
    private final Filter filter;
    private final @Nullable Projection projection;
    private final boolean awaitsData;
    private boolean inUse;
    private long lastSeen;

    TailableCursor(
            Call find,
            long id,
            StoredCollection collection,
            Predicate<StoredCollection> isStillThere,
            Filter filter,
            @Nullable Projection projection) {
        super(
                id,
                collection.namespace().toString(),
                Owner.of(find.request().connection()),
                find.request().sessionId(),
                null,
                find.flag("noCursorTimeout"),
                List.of(),
                find.environment().ticker().getAsLong());
        this.collection = collection;
        this.isStillThere = isStillThere;
        this.filter = filter;
        this.projection = projection;
        this.awaitsData = find.flag("awaitData");
    }

    @Override
    List<Document> next(int most) {
        throwIfGone();
        List<Document> batch = new ArrayList<>();
        for (StoredCollection.Placed placed : collection.documentsAfter(lastSeen)) {
            if (batch.size() >= most) {
                break;
            }
            lastSeen = placed.order();
            if (filter.test(placed.document())) {
                batch.add(projection == null ? placed.document() : projection.apply(placed.document()));
            }
        }
        return batch;
    }

    private void throwIfGone() {
        if (!isStillThere.test(collection)) {
            throw new CommandError(
                    ErrorCode.QUERY_PLAN_KILLED, START + "collection dropped. UUID " + collection.uuid());
        }
        if (!namespace.equals(collection.namespace().toString())) {
            throw new CommandError(
                    ErrorCode.QUERY_PLAN_KILLED,
                    START + "collection renamed from '" + namespace + "' to '" + collection.namespace() + "'. UUID "
                            + collection.uuid());
        }
        if (lastSeen != 0 && !collection.hasDocumentAt(lastSeen)) {
            throw new CommandError(
                    ErrorCode.CAPPED_POSITION_LOST,
                    START + "CollectionScan died due to position in capped collection being deleted. Last seen record"
                            + " id: RecordId(" + lastSeen + ")");
        }
    }

    /** As in MongoDB, nothing can be followed from an empty collection on. */
    @Override
    boolean isExhausted() {
        return lastSeen == 0 && collection.documentsAfter(0).isEmpty();
    }

    @Override
    boolean awaitsData() {
        return awaitsData;
    }

    /** The next documents, waiting for the first of them. */
    List<Document> await(Call getMore, int most, long patience) {
        if (inUse) {
            throw new CommandError(ErrorCode.CURSOR_IN_USE, "cursor id " + id + " is already in use");
        }
        inUse = true;
        try {
            long left = patience;
            List<Document> batch = next(most);
            while (batch.isEmpty() && !isExhausted() && left > 0) {
                left = getMore.store().awaitTail(left);
                if (getMore.environment().cursors().find(id) != this) {
                    throw new CommandError(
                            ErrorCode.CURSOR_KILLED, "operation was interrupted because its cursor was killed");
                }
                batch = next(most);
            }
            return batch;
        } finally {
            inUse = false;
        }
    }
}
