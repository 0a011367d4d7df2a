package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The server's parameters: which may be set while it runs, and which are known and not done. */
final class Parameters {

    /** Whole numbers, each with the least. */
    private static final Map<String, Integer> SETTABLE =
            Map.of("transactionLifetimeLimitSeconds", 1, "cursorTimeoutMillis", 1);

    private static final Set<String> FIXED = Set.of(
            "featureCompatibilityVersion",
            "localLogicalSessionTimeoutMinutes",
            "acceptApiVersion2",
            "enableTestCommands");

    /** It may be asked for, as tests do, and cannot be set here. */
    private static final String TOLD = "requireApiVersion";

    /** What tests like to set. Of all that MongoDB has there is no list here. */
    private static final Set<String> REFUSED = Set.of(
            "clientCursorMonitorFrequencySecs",
            "internalQueryMaxBlockingSortMemoryUsageBytes",
            "logComponentVerbosity",
            "logLevel",
            "maxTransactionLockRequestTimeoutMillis",
            "notablescan",
            "quiet",
            TOLD,
            "ttlMonitorEnabled",
            "ttlMonitorSleepSecs");

    private static final String HELP = ", use help:true to see options ";

    private Parameters() {}

    static void checkGet(Request request) {
        checkDatabase(request);
        names(request).stream()
                .filter(name -> REFUSED.contains(name) && !name.equals(TOLD))
                .forEach(Parameters::refuse);
    }

    static void checkSet(Request request) {
        checkDatabase(request);
        List<String> names = names(request);
        if (names.isEmpty()) {
            throw new CommandError(ErrorCode.INVALID_OPTIONS, "no option found to set" + HELP);
        }
        for (String name : names) {
            if (REFUSED.contains(name)) {
                refuse(name);
            }
            if (FIXED.contains(name)) {
                throw new CommandError(ErrorCode.ILLEGAL_OPERATION, "not allowed to change [" + name + "] at runtime");
            }
            if (!SETTABLE.containsKey(name)) {
                throw new CommandError(
                        ErrorCode.INVALID_OPTIONS, "attempted to set unrecognized parameter [" + name + "]" + HELP);
            }
        }
        names.forEach(name -> checkValue(name, request.body().get(name)));
    }

    private static List<String> names(Request request) {
        return request.body().keySet().stream()
                .filter(name -> !name.equals(request.name()) && !CommonFields.NAMES.contains(name))
                .toList();
    }

    private static void checkDatabase(Request request) {
        if (!request.database().equals("admin")) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED, request.name() + " may only be run against the admin database.");
        }
    }

    private static void checkValue(String name, @Nullable Object value) {
        int least = SETTABLE.getOrDefault(name, 0);
        if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw invalid(name, Json.toJsonValue(value) + " is no whole number");
        }
        if (number.doubleValue() < least) {
            throw invalid(name, number.longValue() + " is not greater than or equal to " + least);
        }
        if (number.doubleValue() > Integer.MAX_VALUE) {
            throw invalid(name, number + " is not less than or equal to " + Integer.MAX_VALUE);
        }
    }

    private static CommandError invalid(String name, String why) {
        return new CommandError(ErrorCode.BAD_VALUE, "Invalid value for parameter " + name + ": " + why);
    }

    private static void refuse(String name) {
        throw Unsupported.error("parameter '" + name + "'");
    }
}
