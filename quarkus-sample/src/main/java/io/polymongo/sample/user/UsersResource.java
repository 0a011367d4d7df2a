package io.polymongo.sample.user;

import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** The user directory of the tenant that the request names. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UsersResource {

    private final Users users;

    /** Serves users. */
    @Inject
    public UsersResource(Users users) {
        this.users = users;
    }

    /** Lists users. The limit is a text, since a number that is none would be answered with 404. */
    @GET
    public List<User> list(
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Pattern(regexp = "[1-9][0-9]{0,2}|1000", message = "must be a whole number from 1 to 1000")
                    String limit,
            @QueryParam("sort")
                    @DefaultValue("name")
                    @Pattern(
                            regexp = "-?(id|name|email)",
                            message = "must be id, name or email, with a minus before it for descending")
                    String sort) {
        return users.list(Integer.parseInt(limit), sort);
    }

    /** Adds a user. */
    @POST
    public Response create(@NotNull @Valid User user, @Context UriInfo request) {
        User created = users.create(user);
        return Response.created(
                        request.getAbsolutePathBuilder().path(created.id()).build())
                .entity(created)
                .build();
    }

    /** Reads a user. */
    @GET
    @Path("{id}")
    public User find(@PathParam("id") String id) {
        return users.find(id).orElseThrow(NotFoundException::new);
    }

    /** Replaces a user who is there. */
    @PUT
    @Path("{id}")
    public User replace(@PathParam("id") String id, @NotNull @Valid User user) {
        return users.replace(id, user).orElseThrow(NotFoundException::new);
    }

    /** Removes a user. */
    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        if (!users.delete(id)) {
            throw new NotFoundException();
        }
    }
}
