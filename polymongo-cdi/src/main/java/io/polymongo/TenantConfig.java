package io.polymongo;

import io.polymongo.internal.config.ConfigRules;
import io.polymongo.internal.config.Problems;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is served, and where tenants live.
 *
 * @param sources {@code tenant.sources}; empty where none is configured
 * @param directory {@code tenant.directory}, or null for the application's own, else {@link DirectoryKind#STORED}
 * @param directoryCache {@code tenant.directory-cache}: how long an answer is used; zero to ask each time
 * @param defaultTenant {@code tenant.default}: the tenant where no other is known, or null for an error there
 * @param database {@code tenant.database}: the pattern of database names, with <code>{tenant}</code> in it
 * @param header {@code tenant.header}: the request header of {@link TenantSource#HEADER}
 * @param query {@code tenant.query}: the query parameter of {@link TenantSource#QUERY}
 */
public record TenantConfig(
        Set<TenantSource> sources,
        @Nullable DirectoryKind directory,
        Duration directoryCache,
        @Nullable String defaultTenant,
        String database,
        String header,
        String query) {

    /**
     * Copies and validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public TenantConfig {
        sources = Set.copyOf(sources);
        Problems problems = new Problems();
        ConfigRules.tenantPattern(problems, database);
        ConfigRules.tenantDefault(problems, database, defaultTenant);
        ConfigRules.notNegative(problems, "tenant.directory-cache", directoryCache);
        ConfigRules.token(problems, "tenant.header", header);
        ConfigRules.token(problems, "tenant.query", query);
        problems.raise();
    }
}
