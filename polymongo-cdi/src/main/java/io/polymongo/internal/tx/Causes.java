package io.polymongo.internal.tx;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An error and what led to it. */
final class Causes {

    /** Far more than anybody wraps: causes may go round in a circle. */
    private static final int DEEPEST = 100;

    private Causes() {}

    /** Whether an error, or one of its causes, is such a one. */
    static boolean anyOf(@Nullable Throwable error, Predicate<Throwable> such) {
        Throwable each = error;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (such.test(each)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
