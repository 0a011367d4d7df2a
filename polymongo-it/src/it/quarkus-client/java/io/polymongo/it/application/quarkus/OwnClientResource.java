package io.polymongo.it.application.quarkus;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.event.CommandListener;
import io.polymongo.Tenant;
import io.polymongo.it.application.User;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** The client that the runtime makes, beside our handles. */
@Path("/own-client")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class OwnClientResource {

    @Inject
    MongoClient client;

    @Inject
    @Tenant
    MongoCollection<User> users;

    @Inject
    @Any
    Instance<CommandListener> listeners;

    /** Who listens to the runtime's client. */
    @GET
    @Path("listeners")
    public List<String> listeners() {
        return listeners.stream().map(listener -> listener.getClass().getName()).toList();
    }

    /** How many users each of the two finds in the tenant's database. */
    @GET
    public Map<String, Long> both() {
        return Map.of(
                "ours",
                users.countDocuments(),
                "theirs",
                client.getDatabase(users.getNamespace().getDatabaseName())
                        .getCollection(users.getNamespace().getCollectionName())
                        .countDocuments());
    }
}
