package io.polymongo.internal.assembly;

import com.mongodb.client.MongoClients;
import io.polymongo.CollectionSpec;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.internal.handle.Handles;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.internal.pool.ClientFactory;
import io.polymongo.internal.pool.ClientSettings;
import io.polymongo.internal.pool.Pool;
import io.polymongo.internal.tenant.CurrentTenant;
import io.polymongo.internal.tenant.Directories;
import io.polymongo.internal.tenant.Placements;
import io.polymongo.internal.tenant.Provisioner;
import io.polymongo.internal.tenant.RequestTenant;
import io.polymongo.internal.tenant.TenantLife;
import io.polymongo.internal.tenant.TenantRules;
import io.polymongo.internal.tx.CurrentTransaction;
import io.polymongo.internal.tx.Timing;
import io.polymongo.internal.tx.Transactions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bson.codecs.configuration.CodecProvider;
import org.jspecify.annotations.Nullable;

/** Knows which part needs which; no part knows. */
public final class PolyMongoAssembly implements PolyMongo.Builder {

    private final PolyMongoConfig config;
    private final List<CodecProvider> codecProviders = new ArrayList<>();
    private final List<MongoClientCustomizer> customizers = new ArrayList<>();
    private final List<CollectionSpec> specs = new ArrayList<>();
    private @Nullable TenantDirectory directory;
    private RequestTenant requestTenant = RequestTenant.NONE;
    private ClientFactory clientFactory = MongoClients::create;
    private Timing timing = Timing.ofSystem();

    /** Begins with a configuration. */
    public PolyMongoAssembly(PolyMongoConfig config) {
        this.config = config;
    }

    @Override
    public PolyMongoAssembly codecProvider(CodecProvider provider) {
        codecProviders.add(provider);
        return this;
    }

    @Override
    public PolyMongoAssembly customizer(MongoClientCustomizer customizer) {
        customizers.add(customizer);
        return this;
    }

    @Override
    public PolyMongoAssembly collectionSpec(CollectionSpec spec) {
        specs.add(spec);
        return this;
    }

    @Override
    public PolyMongoAssembly directory(TenantDirectory own) {
        directory = own;
        return this;
    }

    /** Where requests' tenants are; nowhere unless set. */
    public PolyMongoAssembly requestTenant(RequestTenant source) {
        requestTenant = source;
        return this;
    }

    /** Who makes clients; the driver unless set. */
    public PolyMongoAssembly clientFactory(ClientFactory factory) {
        clientFactory = factory;
        return this;
    }

    /** Time and chance of transactions; the machine's unless set. */
    public PolyMongoAssembly timing(Timing of) {
        timing = of;
        return this;
    }

    @Override
    public AssembledPolyMongo build() {
        ClientSettings settings = new ClientSettings(config, codecProviders, customizers);
        Pool pool = new Pool(Pool.SHARED, config.connection().uri(), settings, clientFactory);
        TenantRules rules = new TenantRules(config);
        TenantDirectory chosen = Directories.choose(config, directory, rules, pool);
        CurrentTenant currentTenant =
                new CurrentTenant(requestTenant, config.tenant().defaultTenant());
        CurrentTransaction currentTransaction = new CurrentTransaction();
        TenantLife tenants = new TenantLife(
                currentTenant,
                rules,
                chosen,
                new Placements(chosen, rules, pool, config.tenant().directoryCache(), System::nanoTime),
                new Provisioner(specs),
                pool,
                currentTransaction::requireNone);
        ReadinessProbe readiness = new ReadinessProbe(config.health(), pool, System::nanoTime, InstantSource.system());
        return new AssembledPolyMongo(
                config,
                pool,
                tenants,
                new Handles(currentTransaction),
                new Transactions(
                        currentTransaction, currentTenant, config.transaction().deadline(), timing),
                currentTransaction,
                readiness);
    }
}
