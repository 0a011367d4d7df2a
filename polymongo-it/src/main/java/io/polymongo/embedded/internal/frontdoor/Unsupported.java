package io.polymongo.embedded.internal.frontdoor;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses by name what MongoDB can do and this server cannot. */
final class Unsupported {

    private Unsupported() {}

    static CommandError error(String what) {
        return new CommandError(ErrorCode.COMMAND_NOT_SUPPORTED, what + ": the embedded server does not support it");
    }

    /** Whether a value asks for nothing: absent, false, zero or empty. */
    static boolean asksForNothing(@Nullable Object value) {
        return value == null
                || Boolean.FALSE.equals(value)
                || value instanceof Number number && number.doubleValue() == 0
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof Collection<?> list && list.isEmpty();
    }

    static void unlessNothing(String what, @Nullable Object value) {
        if (!asksForNothing(value)) {
            throw error(what);
        }
    }
}
