/**
 * Credits from one user to another: {@link io.polymongo.sample.transfer.TransfersResource} over
 * {@link io.polymongo.sample.transfer.Transfers}, which writes to two databases in one transaction.
 */
@NullMarked
package io.polymongo.sample.transfer;

import org.jspecify.annotations.NullMarked;
