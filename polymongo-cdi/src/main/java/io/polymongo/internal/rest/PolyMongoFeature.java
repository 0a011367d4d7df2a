package io.polymongo.internal.rest;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;

/**
 * Brings filters and mappers into applications that name their classes, in which nothing else is looked for. Runtimes
 * find it as a service; Quarkus, which does not, looks for annotated classes in any case.
 */
public class PolyMongoFeature implements Feature {

    static final List<Class<?>> PROVIDERS = List.of(
            TenantFilter.class,
            TransactionalResourceFilter.class,
            PolyMongoExceptionMapper.class,
            MongoExceptionMapper.class);

    /** For the runtime. */
    public PolyMongoFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        for (Class<?> provider : PROVIDERS) {
            if (!context.getConfiguration().isRegistered(provider)) {
                context.register(provider);
            }
        }
        return true;
    }
}
