package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Set;

/** The commands on commands: whatever is no option of {@code currentOp} is a filter. */
final class OperationCommands {

    private static final int TOO_LARGE = 26823;
    private static final Set<String> OPTIONS = Set.of("$all", "$ownOps", "$truncateOps");

    private OperationCommands() {}

    static void checkCurrentOp(Request request) {
        checkDatabase(request);
        Filters.check(request.fieldsBeside(OPTIONS));
    }

    static void checkKillOp(Request request) {
        checkDatabase(request);
        Document body = request.body();
        if (!body.containsKey("op")) {
            throw new CommandError(ErrorCode.NO_SUCH_KEY, "Missing expected field \"op\"");
        }
        if (!(body.get("op") instanceof Number number)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "Expected field \"op\" to have numeric type, but found "
                            + BsonKind.of(body.get("op")).label());
        }
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "Expected field \"op\" to have a value exactly representable as a 64-bit integer, but found op: "
                            + Binary.shown(number));
        }
        if (number.longValue() != number.intValue()) {
            throw new CommandError(
                    TOO_LARGE, "invalid op : " + number.longValue() + ". Op ID cannot be represented with 32 bits");
        }
    }

    private static void checkDatabase(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, request.name() + " may only be run against the admin database.");
        }
    }
}
