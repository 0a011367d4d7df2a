package io.polymongo.sample.transfer;

import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The transfers between users of the tenant that the request names. */
@Path("/transfers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TransfersResource {

    private final Transfers transfers;

    /** Serves transfers. */
    @Inject
    public TransfersResource(Transfers transfers) {
        this.transfers = transfers;
    }

    /** Moves credits: 404 where either user is unknown, 409 where the credits do not suffice. */
    @POST
    public Response create(@NotNull @Valid TransferRequest wanted, @Context UriInfo request) {
        Transfer transfer = transfers.move(wanted);
        return Response.created(
                        request.getAbsolutePathBuilder().path(transfer.id()).build())
                .entity(transfer)
                .build();
    }

    /** Reads the entry of a transfer. */
    @GET
    @Path("{id}")
    public Transfer find(@PathParam("id") String id) {
        return transfers.find(id).orElseThrow(NotFoundException::new);
    }
}
