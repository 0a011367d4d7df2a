package io.polymongo.it.application;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;

/** Moves credits, with an entry in a second database. */
@ApplicationScoped
public class Transfers {

    private final AtomicInteger attempts = new AtomicInteger();

    @Inject
    @Tenant
    MongoCollection<User> users;

    @Inject
    @Database("audit")
    @CollectionName("transfers")
    MongoCollection<Document> audit;

    /** Gives, notes, and only then finds out whether there was enough. */
    @PolyTransactional
    public int move(String from, String to, long credits) {
        int attempt = attempts.incrementAndGet();
        users.updateOne(Filters.eq(to), Updates.inc("credits", credits));
        audit.insertOne(new Document("from", from).append("to", to).append("credits", credits));
        users.updateOne(Filters.eq(from), Updates.inc("credits", -credits));
        User giver = users.find(Filters.eq(from)).first();
        if (giver == null || giver.credits() < 0) {
            throw new IllegalStateException(from + " does not have " + credits);
        }
        return attempt;
    }

    /** Says of itself from which attempt on the work is left in peace; see {@code failCommand} of MongoDB. */
    public int attempts() {
        return attempts.get();
    }

    /** The entries of all tenants. */
    public long entries() {
        return audit.countDocuments();
    }
}
