package io.polymongo.internal.cdi;

import org.jspecify.annotations.Nullable;

/**
 * What an extension saw of the application and the running application needs to know.
 *
 * @param tenantInjectedAt one place where {@code @Tenant} is injected, or null if there is none
 */
public record DeploymentFacts(@Nullable String tenantInjectedAt) {}
