package io.polymongo.it.application;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.polymongo.Tenant;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users of the tenant that the request names. */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UsersResource {

    @Inject
    @Tenant
    MongoCollection<User> users;

    /** Lists users by id. */
    @GET
    public List<User> list() {
        return users.find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
    }

    /** Adds a user. */
    @POST
    public Response create(User user) {
        users.insertOne(user);
        return Response.status(Response.Status.CREATED).entity(user).build();
    }

    /** Reads a user. */
    @GET
    @Path("{id}")
    public User find(@PathParam("id") String id) {
        return Optional.ofNullable(users.find(Filters.eq(id)).first()).orElseThrow(NotFoundException::new);
    }

    /** Removes a user. */
    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        if (users.deleteOne(Filters.eq(id)).getDeletedCount() == 0) {
            throw new NotFoundException();
        }
    }
}
