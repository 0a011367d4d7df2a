/**
 * What the operator sees: the tenants and the figures, behind {@link io.polymongo.sample.admin.AdminToken} where one is
 * configured.
 */
@NullMarked
package io.polymongo.sample.admin;

import org.jspecify.annotations.NullMarked;
