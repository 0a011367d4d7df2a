package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.Catalog;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.Writer;
import org.jspecify.annotations.Nullable;

/** Finds or makes the collection that a command writes. To be used under the store's lock. */
final class Targets {

    private Targets() {}

    static @Nullable StoredCollection existing(Call call, Namespace name) {
        StoredCollection found = call.store().catalog().findForWriting(call.view(), name);
        if (found != null && found.isView()) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, "Namespace " + name + " is a view, not a collection");
        }
        return found;
    }

    static StoredCollection orCreated(Call call, Namespace name) {
        StoredCollection found = existing(call, name);
        return found != null ? found : create(call, name, new Document());
    }

    /** Makes a collection; waits while a transaction is making it too. */
    static StoredCollection create(Call call, Namespace name, Document options) {
        Catalog catalog = call.store().catalog();
        Names.checkCreatable(catalog, name.database(), name.collection());
        while (catalog.isBeingCreated(call.view(), name)) {
            if (call.inTransaction()) {
                throw Writer.conflict();
            }
            call.await();
            StoredCollection found = existing(call, name);
            if (found != null) {
                return found;
            }
        }
        if (call.inTransaction() && catalog.committed(name) != null) {
            throw Writer.conflict();
        }
        return catalog.create(call.view(), name, options);
    }

    /** Waits until no open transaction has used the collection, as changes of the catalogue do. */
    static void awaitUnused(Call call, StoredCollection collection) {
        while (call.store().catalog().isUsed(call.view(), collection)) {
            call.await();
        }
    }
}
