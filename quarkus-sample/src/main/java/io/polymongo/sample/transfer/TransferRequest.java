package io.polymongo.sample.transfer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/**
 * What is asked for.
 *
 * @param from the id of who gives
 * @param to the id of who gets
 * @param credits how many
 */
@BetweenTwo
public record TransferRequest(
        @NotBlank String from,
        @NotBlank String to,
        @NotNull @Positive Long credits) {}
