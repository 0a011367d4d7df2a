package io.polymongo.sample.transfer;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A transfer is from one user to another. */
@Constraint(validatedBy = BetweenTwo.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface BetweenTwo {

    /** What a client is told of the field {@code to}. */
    String message() default "must be another user than the one in from";

    /** None. */
    Class<?>[] groups() default {};

    /** None. */
    Class<? extends Payload>[] payload() default {};

    /** Leaves what is missing to the fields' own rules. Ids are the same in either case. */
    class Validator implements ConstraintValidator<BetweenTwo, TransferRequest> {

        @Override
        @SuppressWarnings("NullAway") // Whatever was sent comes here, whether or not the fields' rules allow it.
        public boolean isValid(TransferRequest request, ConstraintValidatorContext context) {
            if (request.from() == null || !request.from().equalsIgnoreCase(request.to())) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
                    .addPropertyNode("to")
                    .addConstraintViolation();
            return false;
        }
    }
}
