package io.polymongo.sample;

import com.mongodb.MongoException;
import io.polymongo.Tenants;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the first tenants ready, and says how to begin. */
@ApplicationScoped
public class StartUp {

    private static final Logger LOG = Logger.getLogger(StartUp.class);

    private final Tenants tenants;
    private final List<String> first;
    private final HttpServer http;

    /** Takes the first tenants' ids from the configuration. */
    @Inject
    public StartUp(Tenants tenants, @ConfigProperty(name = "sample.tenants") List<String> first, HttpServer http) {
        this.tenants = tenants;
        this.first = first;
        this.http = http;
    }

    void provision(@Observes StartupEvent event) {
        try {
            first.forEach(tenants::provision);
        } catch (MongoException e) {
            // A database that is away may come back: readiness says so until then.
            LOG.warnf(e, "the tenants %s are not ready; PUT /admin/tenants/{id} makes them so", first);
        }
    }

    /** Only now is it known which port was free. */
    void welcome(@ObservesAsync HttpServerStart event) {
        LOG.info(welcome(http.getLocalBaseUri()));
    }

    static String welcome(URI address) {
        return """
                The user directory is at %1$s; try:
                curl -i -H 'X-Tenant-ID: acme' -H 'Content-Type: application/json' -d '{"name":"Ann","email":"ann@example.com"}' %1$s
                curl -H 'X-Tenant-ID: acme' %1$s
                curl -H 'X-Tenant-ID: globex' %1$s""".formatted(address.resolve("/users"));
    }
}
