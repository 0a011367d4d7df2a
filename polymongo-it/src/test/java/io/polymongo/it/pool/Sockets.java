package io.polymongo.it.pool;

import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import java.util.HashSet;
import java.util.List;
import org.bson.Document;

/** How many connections a server has of an application, as the server itself counts them. */
final class Sockets {

    private static final Document ALL =
            new Document("$currentOp", new Document("allUsers", true).append("idleConnections", true));

    private Sockets() {}

    /**
     * Asks the server.
     *
     * @param raw a client of another application
     * @param application what {@code appName} in the URI says; those that watch the server say so, too
     */
    static int of(MongoClient raw, String application) {
        return raw.getDatabase("admin")
                .aggregate(List.of(ALL, new Document("$match", Filters.eq("appName", application))))
                .map(each -> each.get("connectionId"))
                .into(new HashSet<>())
                .size();
    }
}
