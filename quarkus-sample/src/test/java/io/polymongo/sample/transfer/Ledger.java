package io.polymongo.sample.transfer;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyMongo;
import io.polymongo.sample.user.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Both databases of a tenant as they are on the server, without the service. */
final class Ledger {

    private final MongoCollection<Document> users;
    private final MongoCollection<Document> entries;

    Ledger(PolyMongo polyMongo, String tenant) {
        this.users = polyMongo.database("tenant_" + tenant).getCollection(User.COLLECTION);
        this.entries = polyMongo.database("audit_" + tenant).getCollection("transfers");
    }

    /** Credits by user. */
    Map<String, Long> credits() {
        Map<String, Long> credits = new HashMap<>();
        for (Document user : users.find()) {
            credits.put(user.getObjectId("_id").toHexString(), user.getLong("credits"));
        }
        return credits;
    }

    List<Document> entries() {
        return entries.find().into(new ArrayList<>());
    }
}
