package io.polymongo.bench;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

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

    /** Sends nothing. */
    @PolyTransactional
    public void nothing() {}

    /** The handle itself, for transactions without annotations. */
    MongoCollection<User> users() {
        return users;
    }
}
