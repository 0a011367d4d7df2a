package io.polymongo.internal.assembly;

import com.mongodb.client.MongoClients;
import io.polymongo.CollectionSpec;
import io.polymongo.MongoClientCustomizer;
import io.polymongo.PolyMongo;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.internal.handle.Handles;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.observe.EventHub;
import io.polymongo.internal.observe.OperationLog;
import io.polymongo.internal.observe.ReadinessProbe;
import io.polymongo.internal.pool.ClientFactory;
import io.polymongo.internal.pool.ClientSettings;
import io.polymongo.internal.pool.DatabaseLife;
import io.polymongo.internal.pool.DatabaseNames;
import io.polymongo.internal.pool.PoolLife;
import io.polymongo.internal.pool.PoolRegistry;
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
import java.util.function.LongSupplier;
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
    private LongSupplier ticker = System::nanoTime;

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

    /** The time of pools, in nanoseconds; the machine's unless set. */
    public PolyMongoAssembly ticker(LongSupplier nanos) {
        ticker = nanos;
        return this;
    }

    @Override
    public AssembledPolyMongo build() {
        Log log = Log.open(config.log().debug(), config.log().logPath());
        try {
            return build(log);
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    private AssembledPolyMongo build(Log log) {
        EventHub events = new EventHub(log);
        CurrentTenant currentTenant =
                new CurrentTenant(requestTenant, config.tenant().defaultTenant());
        ClientSettings settings = new ClientSettings(config, codecProviders, customizersWith(log, currentTenant));
        PoolRegistry pools = new PoolRegistry(config, settings, clientFactory, events, log, ticker);
        DatabaseNames names = new DatabaseNames(config);
        TenantRules rules = new TenantRules(config);
        TenantDirectory chosen = Directories.choose(config, directory, rules, pools);
        CurrentTransaction currentTransaction = new CurrentTransaction();
        TenantLife tenants = new TenantLife(
                currentTenant,
                rules,
                chosen,
                new Placements(chosen, rules, pools, config.tenant().directoryCache(), ticker),
                new Provisioner(specs),
                pools,
                currentTransaction::requireNone);
        ReadinessProbe readiness = new ReadinessProbe(
                config.health(), pools.shared(), pools::alsoProbed, ticker, InstantSource.system(), log);
        PoolsAtStart poolsAtStart = new PoolsAtStart(pools, chosen, log);
        return new AssembledPolyMongo(
                config,
                log,
                events,
                names,
                pools,
                new PoolLife(pools, names, currentTransaction::requireNone, poolsAtStart::stop),
                new DatabaseLife(pools, names, currentTransaction::requireNone, ticker),
                tenants,
                new Handles(currentTransaction),
                new Transactions(
                        currentTransaction, currentTenant, config.transaction().deadline(), timing),
                currentTransaction,
                readiness,
                poolsAtStart);
    }

    private List<MongoClientCustomizer> customizersWith(Log log, CurrentTenant tenant) {
        if (!config.log().debug()) {
            return customizers;
        }
        List<MongoClientCustomizer> all = new ArrayList<>();
        all.add((pool, settings) -> settings.addCommandListener(new OperationLog(pool, tenant::id, log)));
        all.addAll(customizers);
        return all;
    }
}
