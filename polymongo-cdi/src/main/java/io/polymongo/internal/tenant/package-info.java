/**
 * 3: who is being served, and where that tenant lives. Imports {@code config} and {@code pool}.
 *
 * <p>{@link io.polymongo.internal.tenant.CurrentTenant} says who, {@link io.polymongo.internal.tenant.Placements} says
 * where; {@link io.polymongo.internal.tenant.TenantLife} is the role object behind
 * {@link io.polymongo.PolyMongo#tenants()}.
 */
@NullMarked
package io.polymongo.internal.tenant;

import org.jspecify.annotations.NullMarked;
