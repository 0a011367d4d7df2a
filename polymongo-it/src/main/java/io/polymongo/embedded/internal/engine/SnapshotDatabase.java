package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.List;

/** A database in the engine's eyes: every name is a collection, with the documents that the reader sees. */
final class SnapshotDatabase implements MongoDatabase {

    private final String name;
    private final Source source;

    SnapshotDatabase(String name, Source source) {
        this.name = name;
        this.source = source;
    }

    static SnapshotDatabase empty() {
        return new SnapshotDatabase("scratch", (database, collection) -> List.of());
    }

    @Override
    public String getDatabaseName() {
        return name;
    }

    @Override
    public MongoCollection<?> resolveCollection(String collection, boolean throwIfNotFound) {
        return new Scratch(this, collection, () -> source.documents(name, collection));
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void handleClose(Channel channel) {
        // nothing is kept for a channel
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databaseResolver, Oplog oplog) {
        throw readOnly();
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw readOnly();
    }

    @Override
    public MongoCollection<?> createCollectionOrThrowIfExists(String collectionName, CollectionOptions options) {
        throw readOnly();
    }

    @Override
    public void drop(Oplog oplog) {
        throw readOnly();
    }

    @Override
    public void dropCollection(String collectionName, Oplog oplog) {
        throw readOnly();
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> collection, String newCollectionName) {
        throw readOnly();
    }

    @Override
    public void unregisterCollection(String collectionName) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("the engine only reads");
    }
}
