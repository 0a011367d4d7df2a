package io.polymongo.internal.cdi;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.Model;
import io.polymongo.PolyMongo;
import io.polymongo.Tenant;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.config.CollectionNames;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Makes the handle for each injection point. The extensions have refused what cannot be served; what still arrives here
 * was asked for by programmatic look-up, and is refused in the same words.
 */
@ApplicationScoped
public class HandleProducer {

    private final PolyMongoOwner owner;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected HandleProducer() {
        this.owner = null;
    }

    /** Makes handles of the owner's {@link PolyMongo}. */
    @Inject
    public HandleProducer(PolyMongoOwner owner) {
        this.owner = owner;
    }

    /** A tenant's collection. */
    @Produces
    @Tenant
    @Dependent
    public <T> MongoCollection<T> tenantCollection(InjectionPoint point) {
        return this.<T>model(point).tenant();
    }

    /** A collection of a database by name. */
    @Produces
    @Database
    @Dependent
    public <T> MongoCollection<T> databaseCollection(InjectionPoint point) {
        String database = databaseOf(point);
        Model<T> model = model(point);
        return database.isEmpty() ? model.db() : model.db(database);
    }

    /** A tenant's database. */
    @Produces
    @Tenant
    @Dependent
    public MongoDatabase tenantDatabase() {
        return owner.assembled().tenantDatabase();
    }

    /** A database by name. */
    @Produces
    @Database
    @Dependent
    public MongoDatabase database(InjectionPoint point) {
        String database = databaseOf(point);
        AssembledPolyMongo polyMongo = owner.assembled();
        return database.isEmpty() ? polyMongo.database() : polyMongo.database(database);
    }

    /** A tenant's GridFS bucket. */
    @Produces
    @Tenant
    @Dependent
    public GridFSBucket tenantBucket(InjectionPoint point) {
        return owner.assembled().tenantBucket(bucketOf(point));
    }

    /** A GridFS bucket of a database by name. */
    @Produces
    @Database
    @Dependent
    public GridFSBucket databaseBucket(InjectionPoint point) {
        String database = databaseOf(point);
        AssembledPolyMongo polyMongo = owner.assembled();
        return database.isEmpty() ? polyMongo.bucket(bucketOf(point)) : polyMongo.bucket(database, bucketOf(point));
    }

    /** A document class for any database. */
    @Produces
    @Dependent
    public <T> Model<T> model(InjectionPoint point) {
        Class<T> documentClass = ReflectedShapes.documentClass(point);
        String named = named(point);
        return owner.assembled().model(documentClass, named != null ? named : CollectionNames.of(documentClass));
    }

    private static String databaseOf(InjectionPoint point) {
        return point.getQualifiers().stream()
                .filter(Database.class::isInstance)
                .map(qualifier -> ContainerConfig.expand(((Database) qualifier).value()))
                .findFirst()
                .orElse("");
    }

    private static String bucketOf(InjectionPoint point) {
        String named = named(point);
        return named != null ? named : "fs";
    }

    /** Programmatic look-up has no annotations beside it. */
    private static @Nullable String named(InjectionPoint point) {
        Annotated annotated = point.getAnnotated();
        CollectionName name = annotated == null ? null : annotated.getAnnotation(CollectionName.class);
        return name == null ? null : name.value();
    }
}
