package io.polymongo.embedded.internal.schema;

import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;

/** What is answered to a schema that MongoDB would not take. */
final class Refusal {

    private Refusal() {}

    static CommandError parse(String message) {
        return new CommandError(ErrorCode.FAILED_TO_PARSE, message);
    }

    static CommandError type(String message) {
        return new CommandError(ErrorCode.TYPE_MISMATCH, message);
    }

    static CommandError typeOf(String keyword, String expected) {
        return type("$jsonSchema keyword '" + keyword + "' must be " + expected);
    }
}
