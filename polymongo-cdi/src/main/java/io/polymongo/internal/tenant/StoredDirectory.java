package io.polymongo.internal.tenant;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantException;
import io.polymongo.TenantPlacement;
import io.polymongo.internal.pool.DatabaseAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Tenants kept in the collection {@code tenants} of the metadata database: {@code _id} is the tenant's id,
 * {@code database} its database (unique, so that no two tenants ever share one, whatever became of the pattern), and
 * {@code state}.
 */
final class StoredDirectory implements TenantDirectory {

    private static final String COLLECTION = "tenants";
    private static final String ID = "_id";
    private static final String DATABASE = "database";
    private static final String STATE = "state";
    private static final String CHANGED = "changed";

    /** Registered, and not known to callers before everything was created. */
    private static final String PROVISIONING = "provisioning";

    private static final String ACTIVE = "active";
    private static final String SUSPENDED = "suspended";

    private final DatabaseAddress metadataDatabase;
    private static final int UNAUTHORIZED = 13;

    StoredDirectory(DatabaseAddress metadataDatabase) {
        this.metadataDatabase = metadataDatabase;
    }

    @Override
    public Optional<TenantPlacement> find(String tenant) {
        BsonDocument found = call(tenants ->
                tenants.find(and(eq(ID, tenant), in(STATE, ACTIVE, SUSPENDED))).first());
        return Optional.ofNullable(found).map(StoredDirectory::placement);
    }

    @Override
    public List<String> ids() {
        return call(tenants -> tenants.find(in(STATE, ACTIVE, SUSPENDED))
                .projection(include(ID))
                .map(each -> each.getString(ID).getValue())
                .into(new ArrayList<>()));
    }

    /** Reads once, whatever there is; says in our words where that is not allowed. */
    void read(Duration timeout) {
        try {
            call(tenants -> tenants.withTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
                    .find()
                    .projection(include(ID))
                    .first());
        } catch (MongoException e) {
            if (e.getCode() != UNAUTHORIZED) {
                throw e;
            }
            throw new ConfigurationException(
                    ErrorId.START_REFUSED,
                    List.of("the tenants in the database '" + metadataDatabase.database()
                            + "' may not be read; grant the user of"
                            + " polymongo.uri the role readWrite on it, or set polymongo.metadata-database or"
                            + " polymongo.tenant.directory"),
                    e);
        }
    }

    /** Registers a tenant that nobody knows yet; one that is registered stays as it is. Answers its database. */
    String register(String tenant, String database) {
        return call(tenants -> register(tenants, tenant, database));
    }

    private static String register(MongoCollection<BsonDocument> tenants, String tenant, String database) {
        tenants.createIndex(Indexes.ascending(DATABASE), new IndexOptions().unique(true));
        try {
            tenants.updateOne(
                    eq(ID, tenant),
                    combine(setOnInsert(DATABASE, database), setOnInsert(STATE, PROVISIONING), currentDate(CHANGED)),
                    new UpdateOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
        BsonDocument registered = tenants.find(eq(ID, tenant)).first();
        if (registered == null) {
            throw new TenantException(
                    ErrorId.TENANT_DATABASE_TAKEN,
                    "the database '" + database + "' of the tenant '" + tenant
                            + "' belongs to another tenant already; give the tenant another id");
        }
        return registered.getString(DATABASE).getValue();
    }

    /** Makes a registered tenant known; one that is known stays as it is. */
    TenantPlacement publish(String tenant) {
        change(tenant, PROVISIONING, ACTIVE);
        return find(tenant).orElseThrow(() -> Placements.unknown(tenant));
    }

    /** Suspends or resumes; one that is so already stays so. */
    void setActive(String tenant, boolean active) {
        change(tenant, active ? SUSPENDED : ACTIVE, active ? ACTIVE : SUSPENDED);
        find(tenant).orElseThrow(() -> Placements.unknown(tenant));
    }

    private void change(String tenant, String from, String to) {
        call(tenants ->
                tenants.updateOne(and(eq(ID, tenant), eq(STATE, from)), combine(set(STATE, to), currentDate(CHANGED))));
    }

    private static TenantPlacement placement(BsonDocument found) {
        return new TenantPlacement(
                found.getString(DATABASE).getValue(),
                ACTIVE.equals(found.getString(STATE).getValue()));
    }

    /** Whatever the application's settings say: a suspension is read from the primary and survives a failover. */
    private <R extends @Nullable Object> R call(Function<MongoCollection<BsonDocument>, R> work) {
        return metadataDatabase.call(
                database -> work.apply(database.withCodecRegistry(MongoClientSettings.getDefaultCodecRegistry())
                        .withReadPreference(ReadPreference.primary())
                        .withWriteConcern(WriteConcern.MAJORITY)
                        .getCollection(COLLECTION, BsonDocument.class)));
    }
}
