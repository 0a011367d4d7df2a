package io.polymongo.internal.cdi;

import com.mongodb.MongoException;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongo;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.internal.config.ConfigReader;
import io.polymongo.internal.pool.Outage;
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

    private static final System.Logger LOG = System.getLogger("io.polymongo");

    private final Instance<TenantResolver> resolvers;
    private final Instance<TenantDirectory> directories;
    private final DeploymentFacts facts;
    private final Instance<PolyMongo> polyMongo;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected StartupCheck() {
        this.resolvers = null;
        this.directories = null;
        this.facts = null;
        this.polyMongo = null;
    }

    /** Checks the application's beans, and what the extension saw of it. */
    @Inject
    public StartupCheck(
            @Any Instance<TenantResolver> resolvers,
            @Any Instance<TenantDirectory> directories,
            DeploymentFacts facts,
            Instance<PolyMongo> polyMongo) {
        this.resolvers = resolvers;
        this.directories = directories;
        this.facts = facts;
        this.polyMongo = polyMongo;
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
        reading.warnings().forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
        if (!reading.config().connection().coldStart()) {
            connect();
        }
    }

    /** What may heal does not stop the start: the next use tries again. What cannot, does. */
    private void connect() {
        try {
            polyMongo.get().connect();
        } catch (MongoException e) {
            if (!Outage.is(e)) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "[shared] no server yet; the next use tries again: " + e.getMessage());
        }
    }
}
