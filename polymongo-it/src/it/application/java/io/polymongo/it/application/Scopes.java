package io.polymongo.it.application;

import com.mongodb.client.MongoDatabase;
import io.polymongo.Tenant;
import io.polymongo.WithTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Works for a tenant that no request names. */
@ApplicationScoped
public class Scopes {

    @Inject
    @Tenant
    MongoDatabase database;

    /** The database of whoever is served. */
    public String ofCaller() {
        return database.getName();
    }

    /** The database of a tenant that configuration may name. */
    @WithTenant("${exercise.tenant:globex}")
    public String declared() {
        return database.getName();
    }
}
