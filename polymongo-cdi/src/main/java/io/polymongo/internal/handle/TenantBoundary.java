package io.polymongo.internal.handle;

import com.mongodb.MongoNamespace;
import io.polymongo.ErrorId;
import io.polymongo.TenantBoundaryException;
import io.polymongo.internal.config.Shown;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Refuses pipelines, names and commands that would leave a tenant's database. Stages are looked for at every depth, so
 * that a stage that holds pipelines, today's or a later server's, hides nothing.
 */
final class TenantBoundary {

    /** The stages that read or write another collection than their own. */
    private static final Set<String> REACHING = Set.of("$out", "$merge", "$lookup", "$graphLookup", "$unionWith");

    /** Where such a stage may name a namespace as a document; {@code atlas} is a data federation's, also within others. */
    private static final List<String> NAMESPACES = List.of("into", "from", "coll", "atlas");

    private final String database;

    TenantBoundary(String database) {
        this.database = database;
    }

    /** The target of a rename. */
    void namespace(MongoNamespace target) {
        requireOwn("renameCollection", target.getDatabaseName());
    }

    /** A value that may hold stages, at any depth. */
    void inspect(BsonValue value) {
        if (value.isArray()) {
            value.asArray().forEach(this::inspect);
        } else if (value.isDocument()) {
            value.asDocument().forEach((key, nested) -> {
                if (REACHING.contains(key) && nested.isDocument()) {
                    stage(key, nested.asDocument());
                }
                inspect(nested);
            });
        }
    }

    private void stage(String name, BsonDocument stage) {
        requireOwn(name, stage.get("db"));
        for (String field : NAMESPACES) {
            BsonValue namespace = stage.get(field);
            if (namespace != null && namespace.isDocument()) {
                stage(name, namespace.asDocument());
            }
        }
    }

    /** A database that is named; null where none is. */
    void requireOwn(String what, @Nullable BsonValue named) {
        if (named != null) {
            requireOwn(what, named.isString() ? named.asString().getValue() : named.toString());
        }
    }

    private void requireOwn(String what, String named) {
        if (!named.equals(database)) {
            throw new TenantBoundaryException(
                    ErrorId.DATABASE_FOREIGN,
                    what + " names the database '" + Shown.text(named)
                            + "', but this handle is a tenant's and stays in '" + database
                            + "'; use PolyMongo.database(name) or @Database for other databases");
        }
    }
}
