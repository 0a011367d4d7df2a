package io.polymongo.internal.cdi;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantDirectory;
import io.polymongo.TenantResolver;
import io.polymongo.internal.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether an application may start: the configuration, and what it says together with the beans. Every problem is told
 * in one error. Not thread-safe.
 */
final class DeploymentCheck {

    private record Problem(ErrorId id, String line) {}

    private final List<Problem> problems = new ArrayList<>();

    /** An injection point that cannot be served. */
    void injectionPoint(String line) {
        problems.add(new Problem(ErrorId.INJECTION_POINT_INVALID, line));
    }

    /** A method that cannot run in a transaction. */
    void transactionalMethod(String line) {
        problems.add(new Problem(ErrorId.TRANSACTIONAL_METHOD_INVALID, line));
    }

    /** The configuration, or null with its problems noted. */
    ConfigReader.@Nullable Reading configuration(Supplier<ConfigReader.Reading> reader) {
        try {
            return reader.get();
        } catch (ConfigurationException e) {
            e.problems().forEach(line -> problems.add(new Problem(e.id(), line)));
            return null;
        }
    }

    /** An alternative that replaces something elsewhere, and nothing here. */
    void unseenAlternative(String beanClass) {
        problems.add(new Problem(
                ErrorId.ALTERNATIVE_UNSEEN,
                "the alternative " + beanClass + " is chosen for its own archive only, and PolyMongo, which is another"
                        + " one, would go on without it; add @Priority to it"));
    }

    /** At most one bean of each of these kinds, and not beside a key that means the same. */
    void beans(List<String> resolvers, List<String> directories, @Nullable PolyMongoConfig config) {
        atMostOne(TenantResolver.class, resolvers);
        atMostOne(TenantDirectory.class, directories);
        if (config != null && !directories.isEmpty() && config.tenant().directory() != null) {
            problems.add(new Problem(
                    ErrorId.CONFIGURATION_INVALID,
                    "polymongo.tenant.directory is set, and there is the application's own " + directories.get(0)
                            + "; remove one of the two"));
        }
    }

    /** At most one bean of a kind. */
    void atMostOne(Class<?> kind, List<String> beans) {
        Set<String> names = new TreeSet<>(beans);
        if (beans.size() > 1) {
            problems.add(new Problem(
                    ErrorId.BEAN_AMBIGUOUS,
                    "there are several beans of type " + kind.getSimpleName() + ": " + String.join(", ", names)
                            + "; leave one"));
        }
    }

    /** {@code @Tenant} needs somebody who says who the tenant is, and somewhere to look tenants up. */
    void tenants(
            DeploymentFacts facts, List<String> resolvers, List<String> directories, @Nullable PolyMongoConfig config) {
        String where = facts.tenantInjectedAt();
        if (where == null || config == null) {
            return;
        }
        if (config.tenant().sources().isEmpty() && resolvers.isEmpty()) {
            problems.add(new Problem(
                    ErrorId.TENANT_SOURCE_MISSING,
                    "@Tenant is injected at " + where + ", but nothing says who the tenant is; set"
                            + " polymongo.tenant.sources to some of header, query (or to scope for explicit scopes only),"
                            + " or give a TenantResolver"));
        }
        if (config.tenant().directory() == null && directories.isEmpty() && config.metadataDatabase() == null) {
            problems.add(new Problem(
                    ErrorId.CONFIGURATION_INVALID,
                    "polymongo.metadata-database=none leaves no place for a directory of tenants; name one, choose"
                            + " polymongo.tenant.directory=open, or give a TenantDirectory"));
        }
    }

    /** The error to stop the deployment with, or null. */
    @Nullable
    ConfigurationException failure() {
        if (problems.isEmpty()) {
            return null;
        }
        ErrorId first = problems.get(0).id();
        return new ConfigurationException(
                first,
                problems.stream()
                        .map(each ->
                                each.id() == first ? each.line() : each.id().code() + ": " + each.line())
                        .toList());
    }
}
