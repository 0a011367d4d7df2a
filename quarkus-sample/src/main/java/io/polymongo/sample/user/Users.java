package io.polymongo.sample.user;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** The users of whichever tenant calls: nothing here knows which. Thread-safe. */
@ApplicationScoped
public class Users {

    private static final String ID = "_id";

    private final MongoCollection<User> users;

    /** Keeps a handle that asks at every call whose it is. */
    @Inject
    public Users(@Tenant MongoCollection<User> users) {
        this.users = users;
    }

    /** The first users in an order; a field's name, with a minus for descending. */
    List<User> list(int limit, String order) {
        boolean descending = order.startsWith("-");
        String named = descending ? order.substring(1) : order;
        String field = named.equals("id") ? ID : named;
        Bson sort = descending ? Sorts.descending(field) : Sorts.ascending(field);
        // Users of the same name keep their order from one call to the next.
        Bson stable = field.equals(ID) ? sort : Sorts.orderBy(sort, Sorts.ascending(ID));
        return users.find().sort(stable).limit(limit).into(new ArrayList<>());
    }

    User create(User user) {
        User created = user.created(new ObjectId().toHexString());
        users.insertOne(created);
        return created;
    }

    Optional<User> find(String id) {
        return Optional.ofNullable(users.find(byId(id)).first());
    }

    /** Replaces all but the id, which the server keeps, and credits that are not sent: nobody forgets them away. */
    Optional<User> replace(String id, User user) {
        List<Bson> changes = new ArrayList<>(List.of(set("name", user.name()), set("email", user.email())));
        if (user.credits() != null) {
            changes.add(set(User.CREDITS, user.credits()));
        }
        FindOneAndUpdateOptions asReplaced = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        return Optional.ofNullable(users.findOneAndUpdate(byId(id), combine(changes), asReplaced));
    }

    boolean delete(String id) {
        return users.deleteOne(byId(id)).getDeletedCount() == 1;
    }

    /** Nobody has a text for an id: asking for one finds nobody, after the tenant was looked at like for any other. */
    public static Bson byId(String id) {
        return eq(ID, ObjectId.isValid(id) ? new ObjectId(id) : id);
    }
}
