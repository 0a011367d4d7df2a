package io.polymongo;

import io.polymongo.internal.rest.MongoExceptionMapper;
import io.polymongo.internal.rest.PolyMongoExceptionMapper;
import io.polymongo.internal.rest.TenantFilter;
import io.polymongo.internal.rest.TransactionalResourceFilter;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;

/**
 * The filter that finds a request's tenant, and the mappers that make problem documents of errors. Nobody needs to name it,
 * but for an {@code Application} on Quarkus whose {@code getClasses()} names classes: there it is one of them, and a build
 * without it stops. Other runtimes find it as a service. Thread-safe.
 */
public class PolyMongoFeature implements Feature {

    private static final List<Class<?>> PROVIDERS = List.of(
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
