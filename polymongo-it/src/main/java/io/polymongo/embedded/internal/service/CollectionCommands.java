package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Pipelines;
import io.polymongo.embedded.internal.store.Catalog;
import io.polymongo.embedded.internal.store.Key;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code create}, {@code drop}, {@code dropDatabase} and {@code renameCollection}. */
final class CollectionCommands {

    private static final Set<String> OPTIONS = Set.of(
            "viewOn",
            "pipeline",
            "validator",
            "validationLevel",
            "validationAction",
            "changeStreamPreAndPostImages",
            "storageEngine",
            "indexOptionDefaults",
            "clusteredIndex");
    private static final List<String> NOT_DONE =
            List.of("timeseries", "expireAfterSeconds", "encryptedFields", "idIndex");

    private CollectionCommands() {}

    static Document create(Call call) {
        call.refuseCollation();
        NOT_DONE.forEach(call::refuse);
        Document options = CappedOptions.of(call);
        call.body().forEach((field, value) -> {
            if (OPTIONS.contains(field)) {
                options.put(field, value);
            }
        });
        Validation.checkOptions(options);
        if (options.containsKey("viewOn")) {
            if (call.inTransaction()) {
                throw new CommandError(
                        ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
                        "Cannot create a view in a multi-document transaction.");
            }
            options.put("pipeline", Pipelines.parse(options.getOrDefault("pipeline", List.of())));
        }
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            StoredCollection found = call.store().catalog().find(call.view(), name);
            if (found == null) {
                found = Targets.create(call, name, options);
            } else if (call.inTransaction()) {
                // Outside, the same options are no error.
                throw new CommandError(ErrorCode.NAMESPACE_EXISTS, "Collection " + name + " already exists.");
            }
            if (!Key.of(found.options()).equals(Key.of(options))) {
                throw new CommandError(
                        ErrorCode.NAMESPACE_EXISTS,
                        "namespace " + name + " already exists, but with different options: " + found.options());
            }
            return Command.ok();
        });
    }

    static Document drop(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            while (true) {
                StoredCollection found = call.store().catalog().committed(name);
                if (found == null && !call.store().catalog().isBeingCreated(call.view(), name)) {
                    return Command.ok();
                }
                if (found != null && !call.store().catalog().isUsed(call.view(), found)) {
                    call.store().catalog().drop(found);
                    Document reply = new Document();
                    if (!found.isView()) {
                        reply.append("nIndexesWas", found.indexes().size());
                    }
                    return reply.append("ns", name.toString()).append("ok", 1.0);
                }
                call.await();
            }
        });
    }

    static Document dropDatabase(Call call) {
        String database = call.request().database();
        Names.checkDatabase(database);
        return call.store().locked(() -> {
            Catalog catalog = call.store().catalog();
            while (catalog.collections(database).stream().anyMatch(each -> catalog.isUsed(call.view(), each))) {
                call.await();
            }
            boolean existed = !catalog.collections(database).isEmpty();
            catalog.dropDatabase(database);
            return existed ? new Document("dropped", database).append("ok", 1.0) : Command.ok();
        });
    }

    static Document rename(Call call) {
        Namespace from = parse(call.request().target());
        Namespace to = parse(call.body().get("to"));
        if (from.equals(to)) {
            throw new CommandError(ErrorCode.ILLEGAL_OPERATION, "Can't rename a collection to itself");
        }
        if (!from.database().equals(to.database())) {
            throw FindCommand.notSupported("renameCollection into another database");
        }
        return call.store().locked(() -> {
            Catalog catalog = call.store().catalog();
            while (true) {
                StoredCollection source = Targets.existing(call, from);
                if (source == null) {
                    throw new CommandError(
                            ErrorCode.NAMESPACE_NOT_FOUND, "Source collection " + from + " does not exist");
                }
                Names.checkCreatable(catalog, to.database(), to.collection());
                StoredCollection target = catalog.committed(to);
                if (target != null && !call.flag("dropTarget")) {
                    throw new CommandError(ErrorCode.NAMESPACE_EXISTS, "target namespace exists");
                }
                boolean waits = catalog.isUsed(call.view(), source)
                        || catalog.isBeingCreated(call.view(), to)
                        || (target != null && catalog.isUsed(call.view(), target));
                if (!waits) {
                    catalog.rename(source, to, target);
                    return Command.ok();
                }
                call.await();
            }
        });
    }

    private static Namespace parse(@Nullable Object name) {
        int dot = name instanceof String text ? text.indexOf('.') : -1;
        if (!(name instanceof String text) || dot < 0) {
            throw new CommandError(ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified '" + name + "'");
        }
        Names.checkReadable(text.substring(0, dot), text.substring(dot + 1));
        return new Namespace(text.substring(0, dot), text.substring(dot + 1));
    }
}
