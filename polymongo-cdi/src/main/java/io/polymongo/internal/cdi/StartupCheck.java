package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import io.polymongo.DirectoryKind;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.internal.config.ConfigReader;
import io.polymongo.internal.log.Log;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;

/**
 * Stops an application that cannot run safely, before it serves anybody: on CDI Lite this is the first moment at which
 * the configuration of the running application is known.
 */
@ApplicationScoped
public class StartupCheck {

    private final Instance<TenantResolver> resolvers;
    private final Instance<TenantDirectory> directories;
    private final DeploymentFacts facts;
    private final Instance<PolyMongoOwner> owner;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected StartupCheck() {
        this.resolvers = null;
        this.directories = null;
        this.facts = null;
        this.owner = null;
    }

    /** Checks the application's beans, and what the extension saw of it. */
    @Inject
    public StartupCheck(
            @Any Instance<TenantResolver> resolvers,
            @Any Instance<TenantDirectory> directories,
            DeploymentFacts facts,
            Instance<PolyMongoOwner> owner) {
        this.resolvers = resolvers;
        this.directories = directories;
        this.facts = facts;
        this.owner = owner;
    }

    /** Throws what stops the application; before its own observers, which may use a database already. */
    public void check(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup event) {
        DeploymentCheck check = new DeploymentCheck();
        ConfigReader.Reading reading = check.configuration(ContainerConfig::read);
        List<String> resolverNames = Beans.classNames(resolvers);
        List<String> directoryNames = Beans.classNames(directories);
        check.beans(resolverNames, directoryNames, reading == null ? null : reading.config());
        check.tenants(facts, resolverNames, directoryNames, reading == null ? null : reading.config());
        ConfigurationException failure = check.failure();
        if (failure != null || reading == null) {
            throw failure;
        }
        PolyMongoConfig config = reading.config();
        // Files are opened here, warnings or not; without either no log is looked up.
        if (config.log().logPath() != null || !reading.warnings().isEmpty()) {
            reading.warnings().forEach(log(config)::warning);
        }
        if (!config.connection().coldStart() || config.pools().values().stream().anyMatch(pool -> !pool.coldStart())) {
            owner.get().assembled().start(servesTenants(config));
        }
    }

    /** With files, the application's own, which opens them now: a folder that cannot be written stops the start. */
    private Log log(PolyMongoConfig config) {
        return config.log().logPath() == null ? Log.ofRuntime() : owner.get().log();
    }

    /** Else the directory is of no use: who does not serve tenants needs no right to read them. */
    private boolean servesTenants(PolyMongoConfig config) {
        return facts.tenantInjectedAt() != null
                || !config.tenant().sources().isEmpty()
                || config.tenant().directory() == DirectoryKind.STORED;
    }
}
