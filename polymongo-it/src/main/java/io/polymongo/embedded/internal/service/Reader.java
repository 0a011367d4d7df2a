package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Pipelines;
import io.polymongo.embedded.internal.engine.Source;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.Key;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads collections and views as a command sees them. */
final class Reader implements Source {

    private static final int DEEPEST_VIEW = 20;

    /** What every MongoDB fills by itself: nobody shall take it for empty. */
    private static final Set<Namespace> OF_THE_SERVER = Set.of(
            new Namespace("local", "oplog.rs"),
            new Namespace("local", "system.replset"),
            new Namespace("admin", "system.users"),
            new Namespace("admin", "system.version"));

    private final Call call;

    Reader(Call call) {
        this.call = call;
    }

    /** What is found under a name: a view's definition, or documents. */
    private record Found(@Nullable Document viewOptions, List<Document> documents) {}

    @Override
    public List<Document> documents(String database, String collection) {
        return documents(new Namespace(database, collection), null, 0);
    }

    /** The documents that match. */
    List<Document> matching(Namespace name, Filter filter) {
        return filter.apply(documents(name, filter.ids(), 0));
    }

    private List<Document> documents(Namespace name, @Nullable Collection<?> ids, int depth) {
        Found found = call.store().locked(() -> lookUp(name, ids));
        Document options = found.viewOptions();
        if (options == null) {
            return found.documents();
        }
        if (depth >= DEEPEST_VIEW) {
            throw new CommandError(165, "View depth too deep or view cycle detected; maximum depth is 20");
        }
        List<Document> base =
                documents(new Namespace(name.database(), String.valueOf(options.get("viewOn"))), null, depth + 1);
        return Pipelines.run(
                Pipelines.parse(options.getOrDefault("pipeline", List.of())),
                name.database(),
                this,
                Variables.NONE,
                base);
    }

    private Found lookUp(Namespace name, @Nullable Collection<?> ids) {
        StoredCollection collection = call.store().catalog().find(call.view(), name);
        if (collection == null) {
            if (OF_THE_SERVER.contains(name)) {
                throw FindCommand.notSupported("the collection " + name);
            }
            return new Found(null, List.of());
        }
        if (collection.isView()) {
            return new Found(collection.options(), List.of());
        }
        if (collection.isCapped() && call.readTime() != null) {
            throw new CommandError(
                    ErrorCode.SNAPSHOT_UNAVAILABLE,
                    "Reading from capped collections with readConcern snapshot is not supported");
        }
        View view = call.view();
        if (ids == null) {
            return new Found(null, collection.documents(view));
        }
        Set<Key> keys = new TreeSet<>();
        ids.forEach(id -> keys.add(Key.of(id)));
        return new Found(null, collection.documents(view, keys));
    }

    /** A hint must name an index. */
    void checkHint(Namespace name, @Nullable Object hint) {
        if (hint == null
                || hint instanceof Document pattern && (pattern.isEmpty() || pattern.containsKey("$natural"))) {
            return;
        }
        boolean known = call.store().locked(() -> {
            StoredCollection collection = call.store().catalog().find(call.view(), name);
            return collection == null
                    || collection.isView()
                    || collection.indexes().stream()
                            .anyMatch(index -> hint.equals(index.get("name")) || hint.equals(index.get("key")));
        });
        if (!known) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "error processing query: ns=" + name + " planner returned error :: caused by :: hint provided does"
                            + " not correspond to an existing index");
        }
    }
}
