package io.polymongo.internal.observe;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check. Bears no scope of its own: the extensions add it, with one, only where MicroProfile Health
 * exists, since a bean whose interface is missing breaks some containers.
 */
@Readiness
public class PolyMongoReadiness implements HealthCheck, AddedByExtension {

    private final ReadinessProbe probe;

    /** For client proxies only. */
    @SuppressWarnings("NullAway")
    protected PolyMongoReadiness() {
        this.probe = null;
    }

    /** Asks through a probe. */
    @Inject
    public PolyMongoReadiness(ReadinessProbe probe) {
        this.probe = probe;
    }

    @Override
    public HealthCheckResponse call() {
        ReadinessProbe.Answer answer = probe.answer();
        HealthCheckResponseBuilder response = HealthCheckResponse.named(probe.name())
                .status(answer.up())
                .withData("state", answer.state())
                .withData("ping", answer.ping())
                .withData("timestamp", answer.timestamp().toString());
        answer.named()
                .forEach((pool, ofPool) ->
                        response.withData(pool + ".state", ofPool.state()).withData(pool + ".ping", ofPool.ping()));
        return response.build();
    }
}
