package io.polymongo.bench;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.polymongo.PolyMongo;
import java.util.function.Consumer;
import org.bson.conversions.Bson;

/**
 * Calls as an application mixes them: several methods, collections and databases, tenants' and fixed ones, the request
 * and scopes. A compiler that has only ever seen the one call that is measured would make it cheaper than it is.
 */
final class ApplicationProfile {

    private static final int ROUNDS = 20_000;

    private ApplicationProfile() {}

    static void leave(PolyMongo polyMongo, MongoCollection<User> users, Consumer<String> request) {
        Bson filter = Filters.eq(1);
        User user = new User(1, "ann");
        MongoCollection<User> fixed = polyMongo.model(User.class).db();
        MongoCollection<User> other = polyMongo.model(User.class).tenant();
        MongoDatabase database = polyMongo.database("other");
        for (int i = 0; i < ROUNDS; i++) {
            request.accept("tenant-" + i % 7);
            users.insertOne(user);
            users.countDocuments();
            users.find();
            other.countDocuments(filter);
            other.find(filter);
            fixed.insertOne(user);
            fixed.find(filter);
            database.getName();
            polyMongo.tenants().run("tenant-1", () -> users.find(filter));
        }
    }
}
