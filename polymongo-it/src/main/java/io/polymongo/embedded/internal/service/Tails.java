package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Projection;
import io.polymongo.embedded.internal.store.Catalog;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code find} with {@code tailable}. */
final class Tails {

    private Tails() {}

    static Document open(Call find, Namespace name, Filter filter, @Nullable Projection projection) {
        if (find.inTransaction()) {
            throw new CommandError(
                    ErrorCode.INVALID_OPTIONS, "It is illegal to open a tailable cursor in a transaction");
        }
        List.of("skip", "limit").stream()
                .filter(field -> find.number(field, 0) != 0)
                .forEach(find::refuse);
        return find.store().locked(() -> {
            Cursors cursors = find.environment().cursors();
            Catalog catalog = find.store().catalog();
            StoredCollection collection = catalog.committed(name);
            Object batchSize = find.body().get("batchSize");
            if (collection == null) {
                return cursors.firstBatch(find, name.toString(), List.of(), batchSize, true);
            }
            check(collection);
            TailableCursor cursor = new TailableCursor(
                    find,
                    cursors.nextId(name.toString()),
                    collection,
                    each -> catalog.committed(each.namespace()) == each,
                    filter,
                    projection);
            return cursors.open(find, cursor, batchSize, false);
        });
    }

    private static void check(StoredCollection collection) {
        if (collection.isView()) {
            throw new CommandError(
                    ErrorCode.INVALID_PIPELINE_OPERATOR, "Option tailable not supported in aggregation.");
        }
        if (!collection.isCapped()) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "error processing query: ns=" + collection.namespace()
                            + " tailable cursor requested on non capped collection");
        }
    }
}
