package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.Sizes;
import io.polymongo.embedded.internal.store.StoredCollection;
import io.polymongo.embedded.internal.store.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dbStats}, {@code collStats} and {@code validate}. */
final class StatisticsCommands {

    private StatisticsCommands() {}

    static Document ofDatabase(Call call) {
        long scale = scale(call.body().get("scale"));
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
                    .append("dataSize", (double) size / scale)
                    .append("storageSize", (double) size / scale)
                    .append("indexes", (long) indexes)
                    .append("indexSize", 0.0)
                    .append("totalSize", (double) size / scale)
                    .append("scaleFactor", scale)
                    .append("ok", 1.0);
        });
    }

    static Document ofCollection(Call call) {
        Namespace name = call.namespace();
        return call.store().locked(() -> {
            Document reply = new Document("ns", name.toString());
            reply.putAll(sizes(Targets.existing(call, name), call.body().get("scale")));
            return reply.append("ok", 1.0);
        });
    }

    /** The sizes of a collection, or of none. */
    static Document sizes(@Nullable StoredCollection found, @Nullable Object givenScale) {
        long scale = scale(givenScale);
        List<Document> documents = found == null ? List.of() : found.documents(View.LATEST);
        long size = Sizes.of(documents);
        int scaled = (int) (size / scale);
        Document sizes = new Document();
        int indexes = 0;
        if (found != null) {
            indexes = found.indexes().size();
            found.indexes().forEach(index -> sizes.put(String.valueOf(index.get("name")), 0));
        }
        Document reply = new Document("size", scaled).append("count", documents.size());
        if (!documents.isEmpty()) {
            reply.append("avgObjSize", (int) (size / documents.size()));
        }
        if (found != null && found.isCapped()) {
            reply.append("max", found.options().getOrDefault("max", 0L));
            if (found.options().get("size") instanceof Number most) {
                reply.append("maxSize", scale == 1 ? most : (Object) (most.longValue() / scale));
            }
        }
        return reply.append("numOrphanDocs", 0)
                .append("storageSize", scaled)
                .append("freeStorageSize", 0)
                .append("capped", found != null && found.isCapped())
                .append("nindexes", indexes)
                .append("indexBuilds", List.of())
                .append("totalIndexSize", 0)
                .append("totalSize", scaled)
                .append("indexSizes", sizes)
                .append("scaleFactor", (int) scale);
    }

    private static long scale(@Nullable Object given) {
        return given instanceof Number number ? number.longValue() : 1;
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
