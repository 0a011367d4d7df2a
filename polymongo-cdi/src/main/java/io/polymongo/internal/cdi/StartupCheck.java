package io.polymongo.internal.cdi;

import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongo;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.internal.config.ConfigReader;
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

    @Inject
    @Any
    @SuppressWarnings("NullAway.Init")
    Instance<TenantResolver> resolvers;

    @Inject
    @Any
    @SuppressWarnings("NullAway.Init")
    Instance<TenantDirectory> directories;

    @Inject
    @SuppressWarnings("NullAway.Init")
    DeploymentFacts facts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Instance<PolyMongo> polyMongo;

    void check(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup event) {
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
        } catch (MongoTimeoutException | MongoSocketException e) {
            LOG.log(System.Logger.Level.WARNING, "[shared] no server yet; the next use tries again: " + e.getMessage());
        }
    }
}
