package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;

/**
 * What {@code configureFailPoint} says: when the fail point acts, and what it then does.
 *
 * @param mode when it acts
 * @param count how often it acts ({@code TIMES}) or is passed over ({@code SKIP})
 * @param probability how likely it acts ({@code RANDOM})
 * @param data what it does
 */
record FailPointSetting(Mode mode, int count, double probability, Document data) {

    /** When a fail point acts. */
    enum Mode {
        OFF,
        ALWAYS_ON,
        TIMES,
        SKIP,
        RANDOM
    }

    static final FailPointSetting OFF = new FailPointSetting(Mode.OFF, 0, 0, new Document());

    /** A setting of a command, with the server's own errors for what it does not understand. */
    static FailPointSetting parse(Document command) {
        Document data = data(command);
        if (!command.containsKey("mode")) {
            throw new CommandError(ErrorCode.ILLEGAL_OPERATION, "When setting a failpoint, you must supply a 'mode'");
        }
        Object mode = command.get("mode");
        if (mode instanceof String name) {
            return switch (name) {
                case "off" -> OFF;
                case "alwaysOn" -> new FailPointSetting(Mode.ALWAYS_ON, 0, 0, data);
                default -> throw new CommandError(ErrorCode.BAD_VALUE, "unknown mode: " + name);
            };
        }
        if (!(mode instanceof Document options)) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "'mode' must be a string or JSON object");
        }
        if (options.size() > 1) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "the embedded server supports one option of a fail point's 'mode', not " + options.keySet());
        }
        if (options.containsKey("times")) {
            return new FailPointSetting(Mode.TIMES, count(options, "times"), 0, data);
        }
        if (options.containsKey("skip")) {
            return new FailPointSetting(Mode.SKIP, count(options, "skip"), 0, data);
        }
        if (options.containsKey("activationProbability")) {
            return new FailPointSetting(Mode.RANDOM, 0, probability(options.get("activationProbability")), data);
        }
        throw new CommandError(
                ErrorCode.BAD_VALUE,
                "'mode' must be one of 'off', 'alwaysOn', '{times:n}', '{skip:n}' or '{activationProbability:p}'");
    }

    private static Document data(Document command) {
        if (!command.containsKey("data")) {
            return new Document();
        }
        if (command.get("data") instanceof Document data) {
            return data;
        }
        throw new CommandError(ErrorCode.TYPE_MISMATCH, "the 'data' option must be a JSON object");
    }

    private static int count(Document options, String name) {
        if (!(options.get(name) instanceof Number number)) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "Expected field \"" + name + "\" to have numeric type");
        }
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "Expected field \"" + name + "\" to have a value exactly representable as a 64-bit integer");
        }
        if (number.longValue() < 0) {
            throw new CommandError(ErrorCode.BAD_VALUE, "'" + name + "' option to 'mode' must be positive");
        }
        if (number.longValue() > Integer.MAX_VALUE) {
            throw new CommandError(ErrorCode.BAD_VALUE, "'" + name + "' option to 'mode' is too large");
        }
        return number.intValue();
    }

    private static double probability(Object value) {
        if (!(value instanceof Number number)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "the 'activationProbability' option to 'mode' must be a double between 0 and 1");
        }
        double probability = number.doubleValue();
        if (!(probability >= 0 && probability <= 1)) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE, "activationProbability must be between 0.0 and 1.0; found " + probability);
        }
        return probability;
    }
}
