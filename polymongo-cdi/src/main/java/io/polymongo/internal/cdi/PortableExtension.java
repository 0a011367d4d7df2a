package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.internal.config.ConfigReader;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks an application on CDI Full, and adds the readiness check where there is MicroProfile Health. */
public class PortableExtension implements Extension {

    private static final System.Logger LOG = System.getLogger("io.polymongo");

    private final Set<String> badShapes = new TreeSet<>();
    private final Set<String> badMethods = new TreeSet<>();
    private final Set<String> warnings = new TreeSet<>();
    private final ChosenAlternatives alternatives = new ChosenAlternatives();
    private @Nullable String tenantInjectedAt;
    private @Nullable Bean<?> owner;

    /** By its injection points: the event for managed beans asks some versions of Weld for an API that is not there. */
    void remember(@Observes ProcessInjectionPoint<PolyMongoOwner, ?> event) {
        owner = event.getInjectionPoint().getBean();
    }

    void inspect(@Observes ProcessInjectionPoint<?, ?> event) {
        InjectionShape shape = ReflectedShapes.of(event.getInjectionPoint());
        if (!shape.isOurs()) {
            return;
        }
        shape.problem().ifPresent(badShapes::add);
        if (shape.tenant() && tenantInjectedAt == null) {
            tenantInjectedAt = shape.where();
        }
    }

    void inspectMethods(@Observes ProcessBeanAttributes<?> event) {
        if (!(event.getAnnotated() instanceof AnnotatedType<?> type) || type.isAnnotationPresent(Interceptor.class)) {
            return;
        }
        for (TransactionalShape shape : ReflectedMethods.of(type.getJavaClass())) {
            String problem = shape.problem();
            if (problem != null) {
                badMethods.add(problem);
            }
            String warning = shape.warning();
            if (warning != null) {
                warnings.add(warning);
            }
        }
    }

    void rememberAlternatives(@Observes ProcessBeanAttributes<?> event) {
        alternatives.add(event);
    }

    void addOptionalBeans(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        Bean<?> known = owner;
        if (known != null && OptionalBeans.hasHealth()) {
            ReadinessBean.add(discovery, known, beans);
        }
    }

    void addFacts(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<DeploymentFacts>addBean()
                .types(DeploymentFacts.class, Object.class)
                .scope(Dependent.class)
                .beanClass(DeploymentFacts.class)
                .createWith(context -> facts());
    }

    /**
     * Here, before the container looks for beans: of some wrong types it would say only that there is no such bean, and of
     * methods that are final only the first.
     */
    void refuseShapes(@Observes AfterBeanDiscovery discovery) {
        if (badShapes.isEmpty() && badMethods.isEmpty()) {
            return;
        }
        DeploymentCheck check = new DeploymentCheck();
        badShapes.forEach(check::injectionPoint);
        badMethods.forEach(check::transactionalMethod);
        check.configuration(ContainerConfig::read);
        discovery.addDefinitionError(check.failure());
    }

    void validate(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        warnings.forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
        DeploymentCheck check = new DeploymentCheck();
        ConfigReader.Reading reading = check.configuration(ContainerConfig::read);
        PolyMongoConfig config = reading == null ? null : reading.config();
        // Payara asks extensions about an archive of theirs, in which there is no bean of anybody: StartupCheck looks
        // then.
        if (!beans.getBeans(PolyMongoOwner.class).isEmpty()) {
            List<String> resolvers = classNames(beans, TenantResolver.class);
            List<String> directories = classNames(beans, TenantDirectory.class);
            check.beans(resolvers, directories, config);
            check.tenants(facts(), resolvers, directories, config);
            alternatives.unseenBy(beans).forEach(check::unseenAlternative);
        }
        ConfigurationException failure = check.failure();
        if (failure != null) {
            validation.addDeploymentProblem(failure);
        }
    }

    private DeploymentFacts facts() {
        return new DeploymentFacts(tenantInjectedAt);
    }

    /** The one that the container would inject, or all that it could not choose from. */
    private static List<String> classNames(BeanManager beans, Class<?> type) {
        Set<Bean<?>> candidates = beans.getBeans(type, Any.Literal.INSTANCE);
        try {
            Bean<?> chosen = beans.resolve(candidates);
            return chosen == null ? List.of() : List.of(chosen.getBeanClass().getName());
        } catch (AmbiguousResolutionException e) {
            return candidates.stream()
                    .map(bean -> bean.getBeanClass().getName())
                    .toList();
        }
    }
}
