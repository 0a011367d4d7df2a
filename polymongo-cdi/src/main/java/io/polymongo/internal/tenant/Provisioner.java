package io.polymongo.internal.tenant;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import io.polymongo.CollectionSpec;
import io.polymongo.internal.config.CollectionNames;
import io.polymongo.internal.pool.DatabaseAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Creates what {@link CollectionSpec}s ask for, and leaves what exists. */
public final class Provisioner {

    private static final int NAMESPACE_EXISTS = 48;

    private final List<CollectionSpec> specs;

    /** Keeps the specifications. */
    public Provisioner(List<CollectionSpec> specs) {
        this.specs = List.copyOf(specs);
    }

    void provision(DatabaseAddress address, String tenant) {
        String database = address.database();
        List<CollectionSpec> wanted =
                specs.stream().filter(spec -> spec.appliesTo(tenant)).toList();
        if (wanted.isEmpty()) {
            return;
        }
        for (CollectionSpec spec : wanted) {
            CollectionNames.check(spec.collection());
            CollectionNames.checkNamespace(database, spec.collection());
        }
        address.call(target -> {
            provision(target, tenant, wanted);
            return null;
        });
    }

    private static void provision(MongoDatabase target, String tenant, List<CollectionSpec> wanted) {
        Set<String> existing = target.listCollectionNames().into(new HashSet<>());
        for (CollectionSpec spec : wanted) {
            if (!existing.contains(spec.collection())) {
                create(target, spec, tenant);
            }
            List<IndexModel> indexes = spec.indexes(tenant);
            if (!indexes.isEmpty()) {
                target.getCollection(spec.collection()).createIndexes(indexes);
            }
        }
    }

    private static void create(MongoDatabase target, CollectionSpec spec, String tenant) {
        try {
            target.createCollection(spec.collection(), spec.options(tenant));
        } catch (MongoCommandException e) {
            // Another instance was faster.
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }
}
