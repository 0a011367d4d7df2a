package io.polymongo.it.application;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import io.polymongo.CollectionName;
import io.polymongo.Database;
import io.polymongo.Model;
import io.polymongo.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/** Every shape that can be injected. */
@ApplicationScoped
public class Injected {

    @Inject
    @Tenant
    MongoDatabase tenantDatabase;

    @Inject
    @Database
    MongoDatabase defaultDatabase;

    @Inject
    @Database("${exercise.database:orders}")
    MongoCollection<User> expression;

    @Inject
    @Tenant
    @CollectionName("renamed")
    Provider<MongoCollection<Document>> provider;

    @Inject
    @Tenant
    Instance<MongoCollection<User>> instance;

    @Inject
    @Any
    Instance<MongoCollection<User>> lookup;

    @Inject
    @Database("files")
    @CollectionName("pictures")
    GridFSBucket bucket;

    @Inject
    Model<User> model;

    private final MongoCollection<User> constructor;

    /** For client proxies only. */
    protected Injected() {
        this.constructor = null;
    }

    /** The same as a parameter. */
    @Inject
    public Injected(@Database("archive") MongoCollection<User> constructor) {
        this.constructor = constructor;
    }

    /** The name of what each of them means at this moment. */
    public Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        names.put("tenantDatabase", tenantDatabase.getName());
        names.put("defaultDatabase", defaultDatabase.getName());
        names.put("expression", expression.getNamespace().getFullName());
        names.put("provider", provider.get().getNamespace().getFullName());
        names.put("instance", instance.get().getNamespace().getFullName());
        names.put(
                "lookup",
                lookup.select(new TypeLiteral<MongoCollection<User>>() {}, Database.Literal.of("looked-up"))
                        .get()
                        .getNamespace()
                        .getFullName());
        names.put("bucket", bucket.getBucketName());
        names.put("model", model.db("modelled").getNamespace().getFullName());
        names.put("tenantModel", model.tenant().getNamespace().getFullName());
        names.put("constructor", constructor.getNamespace().getFullName());
        return names;
    }
}
