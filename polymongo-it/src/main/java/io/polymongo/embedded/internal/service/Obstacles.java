package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.store.Key;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would make one of the {@link QuickCommands} long, looked for before anything is done. That nothing makes it wait
 * is seen to where there is waiting. Guarded by the store's lock.
 */
final class Obstacles {

    private final Environment environment;
    private final Housekeeping housekeeping;

    Obstacles(Environment environment, Housekeeping housekeeping) {
        this.environment = environment;
        this.housekeeping = housekeeping;
    }

    /**
     * Looks.
     *
     * @throws MustWait if there is one
     */
    void check(Request request) {
        boolean inTheWay = housekeeping.isDue()
                || (request.name().equals("find") ? makeFindLong(request) : makeInsertLong(request));
        if (inTheWay) {
            throw new MustWait();
        }
    }

    /** A view runs a pipeline, and a large document takes its time to be sent. */
    private boolean makeFindLong(Request request) {
        StoredCollection collection = collection(request);
        if (collection == null || !(request.body().get("filter") instanceof Document filter)) {
            return false;
        }
        Document found = collection.isView() ? null : collection.document(View.LATEST, Key.of(filter.get("_id")));
        return collection.isView() || found != null && !Weight.isLight(found);
    }

    /** A collection may have to be made; documents may have to be checked, compared or dropped. */
    private boolean makeInsertLong(Request request) {
        StoredCollection collection = collection(request);
        return collection == null
                || collection.isView()
                || collection.isCapped()
                || collection.hasUniqueIndexes()
                || collection.options().containsKey("validator")
                || hasOpenTransaction(request);
    }

    /** Which a retryable write aborts, if it has the later number: all that it holds is let go. */
    private boolean hasOpenTransaction(Request request) {
        UUID id = request.sessionId();
        Session session = id == null ? null : environment.sessions().find(id);
        return session != null && session.slot().isInProgress();
    }

    private @Nullable StoredCollection collection(Request request) {
        return request.target() instanceof String name
                ? environment.store().catalog().committed(new Namespace(request.database(), name))
                : null;
    }
}
