package io.polymongo.internal.cdi;

import io.polymongo.CollectionSpec;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongo;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.Tenants;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.internal.tenant.TenantSources;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.bson.codecs.configuration.CodecProvider;
import org.jspecify.annotations.Nullable;

/** Makes the application's one {@link PolyMongo} of its configuration and beans, and closes it with the container. */
@ApplicationScoped
public class PolyMongoOwner {

    private final AssembledPolyMongo polyMongo;
    private final TenantSources sources;

    /** Asking where no request is active costs an exception: not before a request ever had a tenant. */
    private volatile boolean requestsHaveTenants;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected PolyMongoOwner() {
        this.polyMongo = null;
        this.sources = null;
    }

    /** Validates once more: on some runtimes a bean can be asked for before the start-up check ran. */
    @Inject
    public PolyMongoOwner(
            @Any Instance<CodecProvider> codecProviders,
            @Any Instance<MongoClientCustomizer> customizers,
            @Any Instance<CollectionSpec> specs,
            @Any Instance<TenantDirectory> directories,
            @Any Instance<TenantResolver> resolvers,
            RequestTenantHolder request) {
        PolyMongoAssembly assembly =
                new PolyMongoAssembly(ContainerConfig.read().config());
        Beans.ordered(codecProviders).forEach(assembly::codecProvider);
        Beans.ordered(customizers).forEach(assembly::customizer);
        Beans.ordered(specs).forEach(assembly::collectionSpec);
        Beans.atMostOne(TenantDirectory.class, directories).ifPresent(assembly::directory);
        assembly.requestTenant(() -> idOf(request));
        this.polyMongo = assembly.build();
        this.sources = new TenantSources(polyMongo.config(), Beans.atMostOne(TenantResolver.class, resolvers));
    }

    private @Nullable String idOf(RequestTenantHolder request) {
        if (!requestsHaveTenants) {
            return null;
        }
        try {
            return request.id();
        } catch (ContextNotActiveException e) {
            return null;
        }
    }

    /** From now on calls ask whether the request has a tenant. */
    void aRequestHasTenant() {
        requestsHaveTenants = true;
    }

    AssembledPolyMongo assembled() {
        return polyMongo;
    }

    /** How requests' tenants are found. */
    public TenantSources sources() {
        return sources;
    }

    /** What a thread that works on behalf of this one enters; see {@link AssembledPolyMongo#carry}. */
    public Supplier<Runnable> carry() {
        return polyMongo.carry();
    }

    /** The same for a thread that works for nobody. */
    public Supplier<Runnable> carryNothing() {
        return polyMongo.carryNothing();
    }

    /** The application's one. */
    @Produces
    @ApplicationScoped
    public PolyMongo polyMongo() {
        return polyMongo;
    }

    /** Its tenants. */
    @Produces
    @ApplicationScoped
    public Tenants tenants() {
        return polyMongo.tenants();
    }

    /** Whether it would serve. */
    @Produces
    @Dependent
    public ReadinessProbe readiness() {
        return polyMongo.readiness();
    }

    /** With the container. */
    @PreDestroy
    public void close() {
        polyMongo.close();
    }
}
