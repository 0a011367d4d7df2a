package io.polymongo.internal.assembly;

import com.mongodb.client.MongoCollection;
import io.polymongo.Model;

/** A document class and its collection; the two handles that are asked for again and again are made once. */
final class AssembledModel<T> implements Model<T> {

    private final AssembledPolyMongo polyMongo;
    private final Class<T> documentClass;
    private final String collection;
    private final MongoCollection<T> inDefaultDatabase;
    private final MongoCollection<T> ofTenant;

    AssembledModel(AssembledPolyMongo polyMongo, Class<T> documentClass, String collection) {
        this.polyMongo = polyMongo;
        this.documentClass = documentClass;
        this.collection = collection;
        this.inDefaultDatabase = polyMongo.collection(collection, documentClass);
        this.ofTenant = polyMongo.tenantCollection(collection, documentClass);
    }

    @Override
    public MongoCollection<T> db() {
        return inDefaultDatabase;
    }

    @Override
    public MongoCollection<T> db(String name) {
        return polyMongo.collection(name, collection, documentClass);
    }

    @Override
    public MongoCollection<T> tenant() {
        return ofTenant;
    }
}
