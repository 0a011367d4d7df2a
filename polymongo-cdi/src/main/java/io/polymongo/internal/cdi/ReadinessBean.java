package io.polymongo.internal.cdi;

import io.polymongo.internal.observe.PolyMongoReadiness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** The readiness check as a bean of CDI Full. Loads only where MicroProfile Health exists. */
final class ReadinessBean {

    private ReadinessBean() {}

    /**
     * Adds it to the owner's archive, with the owner as it was found: Payara gives what belongs to no archive one of its
     * own, and looks things up from there, where nothing of ours is to be seen.
     */
    static void add(AfterBeanDiscovery discovery, Bean<?> owner, BeanManager beans) {
        discovery
                .<HealthCheck>addBean()
                .beanClass(PolyMongoOwner.class)
                .types(HealthCheck.class, Object.class)
                .qualifiers(Readiness.Literal.INSTANCE)
                .scope(ApplicationScoped.class)
                .createWith(context -> new PolyMongoReadiness(
                        ((PolyMongoOwner) beans.getReference(owner, PolyMongoOwner.class, context)).readiness()));
    }
}
