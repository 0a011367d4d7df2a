package io.polymongo.it.application.start;

import com.mongodb.client.MongoCollection;
import io.polymongo.CollectionName;
import io.polymongo.Tenant;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.bson.Document;

/** Counts the visits of the tenant that the request names. */
@Path("/visits")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class VisitsResource {

    @Inject
    @Tenant
    @CollectionName("visits")
    MongoCollection<Document> visits;

    /** One more. */
    @POST
    public long visit() {
        visits.insertOne(new Document());
        return visits.countDocuments();
    }
}
