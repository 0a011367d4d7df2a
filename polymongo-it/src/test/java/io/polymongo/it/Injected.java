package io.polymongo.it;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.PolyMongo;
import io.polymongo.internal.assembly.AssembledPolyMongo;

/** What an application would have injected. */
public final class Injected {

    private Injected() {}

    public static MongoDatabase tenantDatabase(PolyMongo polyMongo) {
        return ((AssembledPolyMongo) polyMongo).tenantDatabase();
    }

    /** In one place, since the driver has deprecated it. */
    @SuppressWarnings("deprecation")
    static Object mapReduce(MongoCollection<?> collection) {
        return collection.mapReduce("function() {}", "function() {}");
    }
}
