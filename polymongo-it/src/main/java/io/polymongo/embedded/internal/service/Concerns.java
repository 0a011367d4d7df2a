package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.WriteConcernError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Read concerns, and write concerns that no set of this size can satisfy; others are waited for before the members. */
final class Concerns {

    private static final Set<String> TRANSACTION_LEVELS = Set.of("local", "majority", "snapshot");

    private static final List<String> TIMES = List.of("afterClusterTime", "atClusterTime");

    private Concerns() {}

    /** Whether a command outside of transactions reads a snapshot. */
    static boolean readsSnapshot(Request request) {
        Document concern = request.body().get("readConcern") instanceof Document given ? given : new Document();
        boolean snapshot = "snapshot".equals(concern.get("level"));
        if (snapshot && !CommandTable.mayReadSnapshots(request.name())) {
            throw invalid("read concern level snapshot is only supported in a transaction or with find, aggregate and"
                    + " distinct");
        }
        if (!snapshot && concern.containsKey("atClusterTime")) {
            throw invalid("readConcern.atClusterTime is only allowed with readConcern level snapshot");
        }
        return snapshot;
    }

    static @Nullable BsonTimestamp readTime(Request request) {
        return request.body().get("readConcern") instanceof Document concern
                        && concern.get("atClusterTime") instanceof BsonTimestamp time
                ? time
                : null;
    }

    /** What is read after or at a time that has not come yet is refused; the client may know of a later one than here. */
    static void checkTimes(Request request, BsonTimestamp latest) {
        if (!(request.body().get("readConcern") instanceof Document concern)) {
            return;
        }
        BsonTimestamp now = latest;
        if (request.body().get("$clusterTime") instanceof Document gossip
                && gossip.get("clusterTime") instanceof BsonTimestamp told
                && told.compareTo(now) > 0) {
            now = told;
        }
        for (String name : TIMES) {
            if (concern.get(name) instanceof BsonTimestamp time && time.compareTo(now) > 0) {
                throw invalid("readConcern " + name + " value must not be greater than the current clusterTime."
                        + " Requested clusterTime: " + shown(time) + "; current clusterTime: " + shown(now));
            }
        }
    }

    private static String shown(BsonTimestamp time) {
        return "{ ts: Timestamp(" + time.getTime() + ", " + time.getInc() + ") }";
    }

    static void checkInTransaction(Request request) {
        Object concern = request.body().get("readConcern");
        if (concern instanceof Document given && !given.isEmpty()) {
            if (!request.startsTransaction()) {
                throw invalid("Only the first command in a transaction may specify a readConcern");
            }
            if (given.containsKey("atClusterTime")) {
                throw FindCommand.notSupported("'readConcern.atClusterTime' in a transaction");
            }
            Object level = given.getOrDefault("level", "local");
            if (!TRANSACTION_LEVELS.contains(String.valueOf(level))) {
                throw invalid("The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in"
                        + " order to run in a transaction");
            }
        }
        if (request.body().containsKey("writeConcern")) {
            throw invalid("writeConcern is not allowed within a multi-statement transaction");
        }
    }

    /** Adds a {@code writeConcernError} to the reply of a write whose concern no replica set of this size satisfies. */
    static Document withWriteConcernError(Request request, Document reply, int members) {
        if (!(request.body().get("writeConcern") instanceof Document concern) || !concern.containsKey("w")) {
            return reply;
        }
        Object w = concern.get("w");
        if (w instanceof Number wanted && wanted.intValue() > members) {
            return WriteConcernError.append(
                    reply, ErrorCode.UNSATISFIABLE_WRITE_CONCERN, "Not enough data-bearing nodes", concern);
        }
        if (w instanceof String mode && !mode.equals("majority")) {
            return WriteConcernError.append(
                    reply,
                    ErrorCode.UNKNOWN_REPL_WRITE_CONCERN,
                    "No write concern mode named '" + mode + "' found in replica set configuration",
                    concern);
        }
        return reply;
    }

    static CommandError invalid(String message) {
        return new CommandError(ErrorCode.INVALID_OPTIONS, message);
    }
}
