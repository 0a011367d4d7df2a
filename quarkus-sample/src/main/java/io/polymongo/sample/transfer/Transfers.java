package io.polymongo.sample.transfer;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.client.MongoCollection;
import io.polymongo.PolyTransactional;
import io.polymongo.Tenant;
import io.polymongo.sample.user.User;
import io.polymongo.sample.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Moves credits between the users of whichever tenant calls. Thread-safe. */
@ApplicationScoped
public class Transfers {

    private final MongoCollection<User> users;
    private final AuditLog audit;

    /** Keeps handles that join the transaction of whoever calls. */
    @Inject
    public Transfers(@Tenant MongoCollection<User> users, AuditLog audit) {
        this.users = users;
        this.audit = audit;
    }

    /**
     * Takes, gives and notes, or none of these: what is thrown on the way rolls back what was done before. It may be
     * called several times for one request, each time as if for the first.
     */
    @PolyTransactional
    public Transfer move(TransferRequest request) {
        long credits = request.credits();
        take(request.from(), credits);
        give(request.to(), credits);
        Transfer transfer = new Transfer(new ObjectId().toHexString(), request.from(), request.to(), credits, now());
        audit.add(transfer);
        return transfer;
    }

    Optional<Transfer> find(String id) {
        return audit.find(id);
    }

    private void take(String from, long credits) {
        Bson isRich = and(Users.byId(from), gte(User.CREDITS, credits));
        if (users.updateOne(isRich, inc(User.CREDITS, -credits)).getModifiedCount() == 0) {
            throw missingOr409(from);
        }
    }

    private void give(String to, long credits) {
        Bson hasRoom = and(Users.byId(to), lte(User.CREDITS, User.MOST_CREDITS - credits));
        if (users.updateOne(hasRoom, inc(User.CREDITS, credits)).getModifiedCount() == 0) {
            throw missingOr409(to);
        }
    }

    private ClientErrorException missingOr409(String id) {
        boolean isThere = users.countDocuments(Users.byId(id)) > 0;
        return isThere ? new ClientErrorException(Response.Status.CONFLICT) : new NotFoundException();
    }

    /** As exact as the database keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
