package io.polymongo.internal.cdi;

import io.polymongo.ErrorId;
import io.polymongo.internal.observe.AddedByExtension;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Discovery;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.ScannedClasses;
import jakarta.enterprise.inject.build.compatible.spi.SkipIfPortableExtensionPresent;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.lang.model.declarations.ClassInfo;
import jakarta.ws.rs.core.Application;
import org.jspecify.annotations.Nullable;

/**
 * Checks an application on CDI Lite, at its build, where the configuration it will run with is not known yet: shapes
 * only; {@link StartupCheck} does the rest.
 */
@SkipIfPortableExtensionPresent(PortableExtension.class)
public class LiteExtension implements BuildCompatibleExtension {

    private static final String TENANT_INJECTED_AT = "tenantInjectedAt";

    private final boolean health = OptionalBeans.hasHealth();
    private @Nullable String tenantInjectedAt;

    /** Has the optional beans' classes looked at. */
    @Discovery
    public void addOptionalBeans(ScannedClasses classes) {
        if (health) {
            classes.add(OptionalBeans.READINESS);
        }
    }

    /** Makes them beans. */
    @Enhancement(types = AddedByExtension.class, withSubtypes = true)
    public void enableOptionalBeans(ClassConfig type) {
        if (health) {
            type.addAnnotation(ApplicationScoped.class);
        }
    }

    /** Checks what REST applications name. Where there is no REST, no container loads this type: it has the name only. */
    @Enhancement(types = Application.class, withSubtypes = true)
    public void inspectApplication(ClassInfo type, Messages messages) {
        String problem = NamedClasses.problem(type.name());
        if (problem != null) {
            messages.error(ErrorId.FEATURE_UNNAMED.code() + ": " + problem, type);
        }
    }

    /** Checks the injection points of each bean. */
    @Registration(types = Object.class)
    public void inspect(BeanInfo bean, Messages messages) {
        for (InjectionPointInfo point : bean.injectionPoints()) {
            InjectionShape shape = ModelledShapes.of(bean, point);
            if (!shape.isOurs()) {
                continue;
            }
            shape.problem()
                    .ifPresent(line -> messages.error(ErrorId.INJECTION_POINT_INVALID.code() + ": " + line, bean));
            if (shape.tenant() && tenantInjectedAt == null) {
                tenantInjectedAt = shape.where();
            }
        }
    }

    /** Checks the transactional methods of each bean. */
    @Registration(types = Object.class)
    public void inspectMethods(BeanInfo bean, Messages messages) {
        for (TransactionalShape shape : ModelledMethods.of(bean)) {
            String problem = shape.problem();
            if (problem != null) {
                messages.error(ErrorId.TRANSACTIONAL_METHOD_INVALID.code() + ": " + problem, bean);
            }
            String warning = shape.warning();
            if (warning != null) {
                messages.warn(warning, bean);
            }
        }
    }

    /** Carries what was seen over to the running application, in which this object does not exist. */
    @Synthesis
    public void addFacts(SyntheticComponents components) {
        components
                .addBean(DeploymentFacts.class)
                .type(DeploymentFacts.class)
                .withParam(TENANT_INJECTED_AT, tenantInjectedAt == null ? "" : tenantInjectedAt)
                .createWith(FactsCreator.class);
    }

    /** Makes {@link DeploymentFacts} of what the build saw. */
    public static class FactsCreator implements SyntheticBeanCreator<DeploymentFacts> {

        @Override
        public DeploymentFacts create(Instance<Object> lookup, Parameters parameters) {
            String where = parameters.get(TENANT_INJECTED_AT, String.class, "");
            return new DeploymentFacts(where.isEmpty() ? null : where);
        }
    }
}
