package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.Sizes;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import java.util.List;

/** {@code dbStats}, {@code collStats} and {@code validate}. */
final class StatisticsCommands {

    private StatisticsCommands() {}

    static Document ofDatabase(Call call) {
        return call.store().locked(() -> {
            int collections = 0;
            int views = 0;
            int objects = 0;
            int indexes = 0;
            long size = 0;
            for (StoredCollection each :
                    call.store().catalog().collections(call.request().database())) {
                if (each.isView()) {
                    views++;
                    continue;
                }
                List<Document> documents = each.documents(View.LATEST);
                collections++;
                objects += documents.size();
                indexes += each.indexes().size();
                size += Sizes.of(documents);
            }
            return new Document("db", call.request().database())
                    .append("collections", (long) collections)
                    .append("views", (long) views)
                    .append("objects", (long) objects)
                    .append("avgObjSize", objects == 0 ? 0.0 : (double) size / objects)
                    .append("dataSize", (double) size)
                    .append("storageSize", (double) size)
                    .append("indexes", (long) indexes)
                    .append("indexSize", 0.0)
                    .append("totalSize", (double) size)
                    .append("scaleFactor", 1L)
                    .append("ok", 1.0);
        });
    }

    static Document ofCollection(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            StoredCollection found = Targets.existing(call, name);
            List<Document> documents = found == null ? List.of() : found.documents(View.LATEST);
            int size = (int) Sizes.of(documents);
            Document sizes = new Document();
            int indexes = 0;
            if (found != null) {
                indexes = found.indexes().size();
                found.indexes().forEach(index -> sizes.put(String.valueOf(index.get("name")), 0));
            }
            Document reply =
                    new Document("ns", name.toString()).append("size", size).append("count", documents.size());
            if (!documents.isEmpty()) {
                reply.append("avgObjSize", size / documents.size());
            }
            if (found != null && found.isCapped()) {
                reply.append("max", found.options().getOrDefault("max", 0L))
                        .append("maxSize", found.options().get("size"));
            }
            return reply.append("numOrphanDocs", 0)
                    .append("storageSize", size)
                    .append("freeStorageSize", 0)
                    .append("capped", found != null && found.isCapped())
                    .append("nindexes", indexes)
                    .append("indexBuilds", List.of())
                    .append("totalIndexSize", 0)
                    .append("totalSize", size)
                    .append("indexSizes", sizes)
                    .append("scaleFactor", 1)
                    .append("ok", 1.0);
        });
    }

    static Document validate(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            StoredCollection found = Targets.existing(call, name);
            if (found == null) {
                throw new CommandError(
                        ErrorCode.NAMESPACE_NOT_FOUND, "Collection '" + name + "' does not exist to validate.");
            }
            long records = found.documents(View.LATEST).size();
            Document keys = new Document();
            Document details = new Document();
            found.indexes().forEach(index -> {
                keys.put(String.valueOf(index.get("name")), records);
                details.put(String.valueOf(index.get("name")), new Document("valid", true));
            });
            return new Document("ns", name.toString())
                    .append("uuid", found.uuid())
                    .append("nInvalidDocuments", 0L)
                    .append("nNonCompliantDocuments", 0L)
                    .append("nrecords", records)
                    .append("nIndexes", found.indexes().size())
                    .append("keysPerIndex", keys)
                    .append("indexDetails", details)
                    .append("valid", true)
                    .append("repaired", false)
                    .append("warnings", List.of())
                    .append("errors", List.of())
                    .append("extraIndexEntries", List.of())
                    .append("missingIndexEntries", List.of())
                    .append("corruptRecords", List.of())
                    .append("ok", 1.0);
        });
    }
}
