package io.polymongo.internal.tenant;

import io.polymongo.PolyMongoConfig;
import io.polymongo.TenantConfig;
import io.polymongo.TenantConflictException;
import io.polymongo.TenantRequest;
import io.polymongo.TenantResolver;
import io.polymongo.TenantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request's tenant: the application's resolver, and the configured sources. All that speak are heard, and must
 * say the same. Thread-safe.
 */
public final class TenantSources {

    private final Map<String, Function<TenantRequest, List<String>>> sources = new LinkedHashMap<>();
    private final TenantRules rules;

    /** Takes the sources from the configuration. */
    public TenantSources(PolyMongoConfig config, Optional<TenantResolver> resolver) {
        this.rules = new TenantRules(config);
        TenantConfig tenant = config.tenant();
        resolver.ifPresent(own -> sources.put(
                "the TenantResolver", request -> own.resolve(request).stream().toList()));
        if (tenant.sources().contains(TenantSource.HEADER)) {
            sources.put("the header " + tenant.header(), request -> request.header(tenant.header()));
        }
        if (tenant.sources().contains(TenantSource.QUERY)) {
            sources.put("the query parameter " + tenant.query(), request -> request.query(tenant.query()));
        }
    }

    /** The request's tenant, its id checked, or null where no source speaks. */
    public @Nullable String idOf(TenantRequest request) {
        String found = null;
        String foundIn = null;
        for (Map.Entry<String, Function<TenantRequest, List<String>>> source : sources.entrySet()) {
            for (String said : source.getValue().apply(request)) {
                String id = rules.checkId(said);
                if (found != null && !found.equals(id)) {
                    throw new TenantConflictException("the request names two tenants: '" + found + "' in " + foundIn
                            + " and '" + id + "' in " + source.getKey() + "; send one");
                }
                found = id;
                foundIn = source.getKey();
            }
        }
        return found;
    }
}
