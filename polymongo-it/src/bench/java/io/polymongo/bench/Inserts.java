package io.polymongo.bench;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bson.conversions.Bson;

/** What an application writes: a bean whose methods a container runs in transactions. */
@ApplicationScoped
public class Inserts {

    @Inject
    @Tenant
    MongoCollection<User> users;

    @PolyTransactional
    public void insert(User user) {
        users.insertOne(user);
    }

    /** Finds without reading, and so sends nothing. */
    @PolyTransactional
    public void find(Bson filter) {
        users.find(filter);
    }

    /** The handle itself, for transactions without annotations. */
    MongoCollection<User> users() {
        return users;
    }
}
