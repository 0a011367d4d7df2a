package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code createIndexes}, {@code dropIndexes} and {@code listIndexes}. */
final class IndexCommands {

    private IndexCommands() {}

    static Document create(Call call) {
        Namespace name = call.namespace();
        List<Document> wanted = IndexSpecifications.parse(call.body().get("indexes"));
        return call.store().locked(() -> {
            boolean isNew = Targets.existing(call, name) == null;
            StoredCollection collection = Targets.orCreated(call, name);
            List<Document> missing = IndexSpecifications.missing(collection.indexes(), wanted);
            checkInTransaction(call, collection, missing);
            while (!missing.isEmpty()
                    && !call.inTransaction()
                    && call.store().catalog().isUsed(call.view(), collection)) {
                call.await();
                collection = Targets.orCreated(call, name);
                missing = IndexSpecifications.missing(collection.indexes(), wanted);
            }
            int before = collection.indexes().size();
            call.store()
                    .catalog()
                    .addIndexes(call.view(), collection, missing, filter -> new Filter(filter, Variables.NONE));
            Document reply = new Document("numIndexesBefore", before)
                    .append("numIndexesAfter", collection.indexes().size())
                    .append("createdCollectionAutomatically", isNew);
            if (missing.isEmpty()) {
                reply.append("note", "all indexes already exist");
            } else if (!isNew) {
                reply.append("commitQuorum", "votingMembers");
            }
            return reply.append("ok", 1.0);
        });
    }

    private static void checkInTransaction(Call call, StoredCollection collection, List<Document> missing) {
        Workspace workspace = call.view().workspace();
        if (missing.isEmpty() || workspace == null) {
            return;
        }
        if (!workspace.made(collection)) {
            throw notInTransaction("existing", collection);
        }
        if (!collection.documents(call.view()).isEmpty()) {
            throw notInTransaction("non-empty", collection);
        }
    }

    private static CommandError notInTransaction(String kind, StoredCollection collection) {
        return new CommandError(
                ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
                "Cannot create new indexes on " + kind + " collection " + collection.namespace()
                        + " in a multi-document transaction.");
    }

    static Document drop(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            StoredCollection collection = existing(call, name);
            while (call.store().catalog().isUsed(call.view(), collection)) {
                call.await();
                collection = existing(call, name);
            }
            int before = collection.indexes().size();
            List<Document> chosen = new ArrayList<>();
            Object index = call.body().get("index");
            if (index instanceof Collection<?> names) {
                for (Object each : names) {
                    chosen.addAll(chosen(collection, each));
                }
            } else {
                chosen.addAll(chosen(collection, index));
            }
            call.store().catalog().dropIndexes(collection, chosen);
            Document reply = new Document("nIndexesWas", before);
            if ("*".equals(index)) {
                reply.append("msg", "non-_id indexes dropped for collection");
            }
            return reply.append("ok", 1.0);
        });
    }

    private static List<Document> chosen(StoredCollection collection, @Nullable Object index) {
        List<Document> all = collection.indexes();
        if ("*".equals(index)) {
            return all.stream().filter(each -> !"_id_".equals(each.get("name"))).toList();
        }
        String field = index instanceof Document ? "key" : "name";
        List<Document> found = all.stream()
                .filter(each -> index != null && IndexSpecifications.same(each.get(field), index))
                .toList();
        if (found.isEmpty()) {
            throw new CommandError(
                    ErrorCode.INDEX_NOT_FOUND,
                    index instanceof Document
                            ? "can't find index with key: " + index
                            : "index not found with name [" + index + "]");
        }
        if (found.stream().anyMatch(each -> "_id_".equals(each.get("name")))) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "cannot drop _id index");
        }
        return found;
    }

    private static StoredCollection existing(Call call, Namespace name) {
        StoredCollection collection = Targets.existing(call, name);
        if (collection == null) {
            throw new CommandError(ErrorCode.NAMESPACE_NOT_FOUND, "ns not found " + name);
        }
        return collection;
    }

    static Document list(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            StoredCollection collection = Targets.existing(call, name);
            if (collection == null) {
                throw new CommandError(ErrorCode.NAMESPACE_NOT_FOUND, "ns does not exist: " + name);
            }
            return call.environment()
                    .cursors()
                    .firstBatch(
                            call,
                            name.toString(),
                            collection.indexes(),
                            call.document("cursor").get("batchSize"),
                            false);
        });
    }

    static Document modify(Call call) {
        Namespace name = call.namespace();
        List.of("cappedSize", "cappedMax", "timeseries", "expireAfterSeconds", "viewOn", "pipeline", "dryRun")
                .forEach(call::refuse);
        return call.store().locked(() -> {
            StoredCollection collection = existing(call, name);
            while (call.store().catalog().isUsed(call.view(), collection)) {
                call.await();
                collection = existing(call, name);
            }
            Document reply = Command.ok();
            Document options = collection.options().clone();
            Document description = new Document();
            for (String option :
                    List.of("changeStreamPreAndPostImages", "validator", "validationLevel", "validationAction")) {
                if (call.body().containsKey(option)) {
                    options.put(option, call.body().get(option));
                    description.put(option, call.body().get(option));
                }
            }
            Validation.checkOptions(options);
            Object change = call.body().get("index");
            if (!description.isEmpty() || change == null) {
                // one that changes nothing is told in change streams, too
                call.store().catalog().modify(collection, options, description);
            }
            if (change instanceof Document index) {
                modifyIndex(call, collection, index, reply);
            }
            return reply;
        });
    }

    private static void modifyIndex(Call call, StoredCollection collection, Document change, Document reply) {
        if (change.containsKey("unique") || change.containsKey("prepareUnique")) {
            throw FindCommand.notSupported("'collMod.index.unique'");
        }
        Object wanted = change.containsKey("name") ? change.get("name") : change.get("keyPattern");
        Document index = collection.indexes().stream()
                .filter(each -> wanted != null
                        && (wanted.equals(each.get("name")) || IndexSpecifications.same(each.get("key"), wanted)))
                .findFirst()
                .orElseThrow(() -> new CommandError(
                        ErrorCode.INDEX_NOT_FOUND,
                        "cannot find index " + wanted + " for ns " + collection.namespace()));
        Document changed = index.clone();
        if (change.containsKey("expireAfterSeconds")) {
            if (index.containsKey("expireAfterSeconds")) {
                reply.append("expireAfterSeconds_old", index.get("expireAfterSeconds"));
            }
            reply.append("expireAfterSeconds_new", change.get("expireAfterSeconds"));
            changed.put("expireAfterSeconds", change.get("expireAfterSeconds"));
        }
        if (change.containsKey("hidden")) {
            boolean hidden = Utils.isTrue(change.get("hidden"));
            reply.append("hidden_old", Utils.isTrue(index.get("hidden"))).append("hidden_new", hidden);
            changed.remove("hidden");
            if (hidden) {
                changed.put("hidden", true);
            }
        }
        call.store().catalog().modifyIndex(collection, changed, new Document("index", change));
    }
}
