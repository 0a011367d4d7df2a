package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A collection in the engine's eyes: over copies of documents that are ours, read once, or empty and thrown away after
 * one use. Not thread-safe.
 */
final class Scratch extends MemoryCollection {

    private final Supplier<List<Document>> source;
    private @Nullable List<Document> documents;

    Scratch(MongoDatabase database, String name, Supplier<List<Document>> source) {
        super(database, name, CollectionOptions.withDefaults(), new CursorRegistry());
        this.source = source;
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int numberToSkip, int limit, int batchSize, Document fieldSelector) {
        if (documents == null) {
            documents = source.get();
        }
        if (documents.isEmpty()) {
            return super.matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
        }
        // only what matches is worth a copy
        Stream<Document> copies = documents.stream()
                .filter(document -> documentMatchesQuery(document, query))
                .map(Document::cloneDeeply);
        return matchDocumentsFromStream(copies, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }
}
