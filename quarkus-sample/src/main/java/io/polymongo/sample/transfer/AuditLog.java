package io.polymongo.sample.transfer;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.polymongo.Model;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.Tenants;
import io.polymongo.sample.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * The entries of all transfers, for each tenant in a database of its own beside the one with its users: who works on the
 * users need not be let near the entries. Thread-safe.
 */
@ApplicationScoped
public class AuditLog {

    private final Model<Transfer> transfers;
    private final MongoDatabase home;
    private final Tenants tenants;

    /** Keeps a model, whose database is said at every call. */
    @Inject
    public AuditLog(PolyMongo polyMongo, @Tenant MongoDatabase home, Tenants tenants) {
        this.transfers = polyMongo.model(Transfer.class, "transfers");
        this.home = home;
        this.tenants = tenants;
    }

    void add(Transfer transfer) {
        entries().insertOne(transfer);
    }

    Optional<Transfer> find(String id) {
        return Optional.ofNullable(entries().find(Users.byId(id)).first());
    }

    /** No tenant's own database begins like this. */
    private MongoCollection<Transfer> entries() {
        // Nobody asks about the tenant on the way to a database by its name: a suspended one would be served.
        home.getName();
        return transfers.db("audit_" + tenants.current().orElseThrow());
    }
}
