package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The fields that a fail point's data may have. MongoDB itself leaves out of account what it does not know; a test that
 * relied on such a field would prove nothing, so it is refused here.
 */
final class FaultData {

    private static final Predicate<Object> FLAG = Boolean.class::isInstance;
    private static final Predicate<Object> TEXT = String.class::isInstance;
    private static final Predicate<Object> TEXTS =
            value -> value instanceof Collection<?> items && items.stream().allMatch(String.class::isInstance);
    private static final Predicate<Object> WHOLE =
            value -> value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue());
    private static final Predicate<Object> DOCUMENT = Document.class::isInstance;

    static final Map<String, Predicate<Object>> FAIL_COMMAND = Map.ofEntries(
            Map.entry("failCommands", TEXTS),
            Map.entry("failAllCommands", FLAG),
            Map.entry("failInternalCommands", FLAG),
            Map.entry("failLocalClients", FLAG),
            Map.entry("appName", TEXT),
            Map.entry("namespace", TEXT),
            Map.entry("errorCode", WHOLE),
            Map.entry("errorLabels", TEXTS),
            Map.entry("closeConnection", FLAG),
            Map.entry("blockConnection", FLAG),
            Map.entry("blockTimeMS", WHOLE),
            Map.entry("writeConcernError", DOCUMENT));

    static final Map<String, Predicate<Object>> GET_MORE =
            Map.of("errorCode", WHOLE, "appName", TEXT, "namespace", TEXT, "closeConnection", Boolean.FALSE::equals);

    static final Map<String, Predicate<Object>> TRANSACTIONAL_WRITE =
            Map.of("closeConnection", FLAG, "failBeforeCommitExceptionCode", WHOLE);

    private FaultData() {}

    /** Refuses what is not among a fail point's fields, or of another type. */
    static void check(String failPoint, Map<String, Predicate<Object>> fields, Document data) {
        data.forEach((name, value) -> {
            Predicate<Object> type = fields.get(name);
            if (type == null) {
                throw new CommandError(
                        ErrorCode.COMMAND_NOT_SUPPORTED,
                        "the embedded server does not support '" + name + "' in the data of the fail point '"
                                + failPoint + "'");
            }
            if (!type.test(value)) {
                throw new CommandError(
                        ErrorCode.TYPE_MISMATCH,
                        "'" + name + "' in the data of the fail point '" + failPoint
                                + "' has the wrong type, or a value that is not supported");
            }
        });
    }

    /** Whether the client and the namespace are those that a fail point is limited to. */
    static boolean concerns(Document data, Request request) {
        return (!data.containsKey("appName") || data.get("appName").equals(applicationName(request)))
                && (!data.containsKey("namespace") || data.get("namespace").equals(CommandNames.namespace(request)));
    }

    static boolean flag(Document data, String name) {
        return Boolean.TRUE.equals(data.get(name));
    }

    // The first hello carries the name that the connection does not know yet.
    private static String applicationName(Request request) {
        if (request.body().get("client") instanceof Document client
                && client.get("application") instanceof Document application
                && application.get("name") instanceof String name) {
            return name;
        }
        String known = request.connection().applicationName();
        return known == null ? "" : known;
    }
}
