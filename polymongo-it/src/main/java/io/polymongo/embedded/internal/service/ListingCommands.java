package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.Catalog;
import io.polymongo.embedded.internal.store.Sizes;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code listCollections} and {@code listDatabases}. */
final class ListingCommands {

    private static final Set<String> ALWAYS_THERE = Set.of("admin", "config", "local");
    private static final long SIZE_OF_NOTHING = 4096;

    private ListingCommands() {}

    static Document collections(Call call) {
        String database = call.request().database();
        Names.checkDatabase(database);
        Filter filter = new Filter(call.document("filter"), Variables.NONE);
        return call.store().locked(() -> {
            List<Document> listed = new ArrayList<>();
            for (StoredCollection collection : call.store().catalog().collections(database)) {
                Document full = describe(collection);
                if (filter.test(full)) {
                    listed.add(
                            call.flag("nameOnly")
                                    ? new Document("name", full.get("name")).append("type", full.get("type"))
                                    : full);
                }
            }
            return call.environment()
                    .cursors()
                    .firstBatch(
                            call,
                            database + ".$cmd.listCollections",
                            listed,
                            call.document("cursor").get("batchSize"),
                            false);
        });
    }

    private static Document describe(StoredCollection collection) {
        Document described = new Document("name", collection.namespace().collection())
                .append("type", collection.isView() ? "view" : "collection")
                .append("options", collection.options());
        if (collection.isView()) {
            return described.append("info", new Document("readOnly", true));
        }
        return described
                .append("info", new Document("readOnly", false).append("uuid", Binary.of(collection.uuid())))
                .append("idIndex", collection.indexes().get(0));
    }

    static Document databases(Call call) {
        Filter filter = new Filter(call.document("filter"), Variables.NONE);
        boolean nameOnly = call.flag("nameOnly");
        return call.store().locked(() -> {
            Catalog catalog = call.store().catalog();
            Set<String> names = new TreeSet<>(ALWAYS_THERE);
            names.addAll(catalog.databases());
            List<Document> listed = new ArrayList<>();
            long total = 0;
            for (String name : names) {
                Document entry = new Document("name", name);
                long size = nameOnly ? 0 : size(catalog, name);
                if (!nameOnly) {
                    entry.append("sizeOnDisk", size).append("empty", false);
                }
                if (filter.test(entry)) {
                    listed.add(entry);
                    total += size;
                }
            }
            Document reply = new Document("databases", listed);
            if (!nameOnly) {
                reply.append("totalSize", total).append("totalSizeMb", total >> 20);
            }
            return reply.append("ok", 1.0);
        });
    }

    private static long size(Catalog catalog, String database) {
        return SIZE_OF_NOTHING
                + catalog.collections(database).stream()
                        .mapToLong(each -> Sizes.of(each.documents(View.LATEST)))
                        .sum();
    }
}
