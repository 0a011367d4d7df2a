package io.polymongo.sample.dev;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Sorts;
import io.polymongo.Database;
import io.polymongo.Tenant;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;

@Path("/notes")
public class NotesResource {

    @Inject
    @Database("dev")
    MongoCollection<Note> notes;

    @Inject
    @Tenant
    MongoCollection<Note> ofTenant;

    @GET
    @Path("/by-tenant")
    public long count() {
        return ofTenant.countDocuments();
    }

    @GET
    public List<Note> list() {
        return notes.find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }

    @POST
    public void add(Note note) {
        notes.insertOne(note);
    }
}
