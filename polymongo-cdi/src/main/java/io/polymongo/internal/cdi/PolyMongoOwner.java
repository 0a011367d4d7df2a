package io.polymongo.internal.cdi;

import io.polymongo.CollectionSpec;
import io.polymongo.Databases;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.Pools;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantRequest;
import io.polymongo.TenantResolver;
import io.polymongo.Tenants;
import io.polymongo.internal.assembly.AssembledPolyMongo;
import io.polymongo.internal.assembly.PolyMongoAssembly;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.observe.EventHub;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.internal.tenant.TenantSources;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.bson.codecs.configuration.CodecProvider;
import org.jspecify.annotations.Nullable;

/** Makes the application's one {@link PolyMongo} of its configuration and beans, and closes it with the container. */
@ApplicationScoped
public class PolyMongoOwner {

    private final AssembledPolyMongo polyMongo;
    private final TenantSources sources;
    private final RequestTenantHolder request;
    private final TransactionalClasses transactionalClasses;

    /** Asking where no request is active costs an exception: not before a request ever had a tenant. */
    private volatile boolean requestsHaveTenants;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected PolyMongoOwner() {
        this.polyMongo = null;
        this.sources = null;
        this.request = null;
        this.transactionalClasses = null;
    }

    /** Validates once more: on some runtimes a bean can be asked for before the start-up check ran. */
    @Inject
    public PolyMongoOwner(
            @Any Instance<CodecProvider> codecProviders,
            @Any Instance<MongoClientCustomizer> customizers,
            @Any Instance<CollectionSpec> specs,
            @Any Instance<TenantDirectory> directories,
            @Any Instance<TenantResolver> resolvers,
            RequestTenantHolder request,
            TransactionalClasses transactionalClasses,
            BeanContainer container,
            Instance<RequestContextController> requestContexts) {
        PolyMongoConfig config = ContainerConfig.read().config();
        this.sources = new TenantSources(config, Beans.atMostOne(TenantResolver.class, resolvers));
        PolyMongoAssembly assembly = new PolyMongoAssembly(config);
        Beans.ordered(codecProviders).forEach(assembly::codecProvider);
        Beans.ordered(customizers).forEach(assembly::customizer);
        Beans.ordered(specs).forEach(assembly::collectionSpec);
        Beans.atMostOne(TenantDirectory.class, directories).ifPresent(assembly::directory);
        assembly.requestTenant(this::idOfRequest);
        this.polyMongo = assembly.build();
        this.request = request;
        this.transactionalClasses = transactionalClasses;
        new ObservedEvents(container, requestContexts).subscribeTo(polyMongo.events());
        LiveOwners.add(this);
    }

    private @Nullable String idOfRequest() {
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

    /** Who is told of what happens to its pools. */
    public EventHub events() {
        return polyMongo.events();
    }

    /** What lines go to that belong to the application's one. */
    public Log log() {
        return polyMongo.log();
    }

    /** Finds the tenant of the request that this thread begins to serve. */
    public void serve(TenantRequest of) {
        request.set(sources.idOf(of));
    }

    /** Which classes' methods run in transactions. */
    public TransactionalClasses transactionalClasses() {
        return transactionalClasses;
    }

    /** What a thread that works on behalf of this one enters; see {@link AssembledPolyMongo#carry}. */
    Supplier<Runnable> carry() {
        return polyMongo.carry();
    }

    /** The same for a thread that works for nobody. */
    Supplier<Runnable> carryNothing() {
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

    /** Its pools. */
    @Produces
    @ApplicationScoped
    public Pools pools() {
        return polyMongo.pools();
    }

    /** Its databases. */
    @Produces
    @ApplicationScoped
    public Databases databases() {
        return polyMongo.databases();
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
        if (LiveOwners.remove(this)) {
            BufferPruner.stop();
        }
    }
}
