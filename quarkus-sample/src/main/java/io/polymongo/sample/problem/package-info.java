/**
 * The application's own errors as RFC 9457 problem documents. PolyMongo does the same for what goes wrong with tenants
 * and the database.
 */
@NullMarked
package io.polymongo.sample.problem;

import org.jspecify.annotations.NullMarked;
