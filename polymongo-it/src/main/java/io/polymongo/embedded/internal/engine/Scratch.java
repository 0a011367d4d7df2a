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

/** A collection in the engine's eyes: over copies of documents that are ours, or empty and thrown away after one use. */
final class Scratch extends MemoryCollection {

    private final Supplier<List<Document>> documents;

    Scratch(MongoDatabase database, String name, Supplier<List<Document>> documents) {
        super(database, name, CollectionOptions.withDefaults(), new CursorRegistry());
        this.documents = documents;
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document orderBy, int numberToSkip, int limit, int batchSize, Document fieldSelector) {
        List<Document> own = documents.get();
        if (own.isEmpty()) {
            return super.matchDocuments(query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
        }
        Stream<Document> copies = own.stream().map(Document::cloneDeeply);
        return matchDocumentsFromStream(copies, query, orderBy, numberToSkip, limit, batchSize, fieldSelector);
    }
}
