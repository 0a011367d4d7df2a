/**
 * Who a client is and what it may do: SCRAM-SHA-256, users, roles, and certificates for TLS. Entry class: {@link
 * io.polymongo.embedded.internal.auth.Authentication}. Imports {@code command}.
 */
@NullMarked
package io.polymongo.embedded.internal.auth;

import org.jspecify.annotations.NullMarked;
