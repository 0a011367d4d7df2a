/**
 * The commands on data, catalogue, cursors, sessions and transactions.
 * {@link io.polymongo.embedded.internal.service.DataService} is the entry. Imports {@code command}, {@code oplog},
 * {@code store}, {@code engine}, {@code session}, {@code transaction}, {@code operation} and {@code fault}, of which it needs
 * what retryable writes ask.
 */
@NullMarked
package io.polymongo.embedded.internal.service;

import org.jspecify.annotations.NullMarked;
