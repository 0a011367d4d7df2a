/**
 * 10: PolyMongo in Jakarta REST: the tenant of a request, and errors as RFC 9457 problems. Imports {@code cdi} and what
 * lies below. Nothing else refers to this package, so that it loads only where the REST API exists.
 */
@NullMarked
package io.polymongo.internal.rest;

import org.jspecify.annotations.NullMarked;
