package io.polymongo.internal.handle;

import com.mongodb.ReadPreference;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.config.Shown;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The commands and stages that run in a transaction. */
final class TransactionCommands {

    /** What the server runs in a transaction; a list of what is allowed, since all others end the transaction there. */
    static final Set<String> JOINING = Set.of(
            "aggregate",
            "bulkWrite",
            "create",
            "createIndexes",
            "delete",
            "distinct",
            "find",
            "findAndModify",
            "findandmodify",
            "getMore",
            "insert",
            "killCursors",
            "update");

    /** What belongs to the session, and is the driver's to send. */
    private static final Set<String> OF_THE_SESSION =
            Set.of("lsid", "txnNumber", "startTransaction", "autocommit", "readConcern", "writeConcern");

    /** The stages that the server does not run in a transaction. */
    static final Set<String> REFUSED_STAGES = Set.of(
            "$changeStream",
            "$collStats",
            "$currentOp",
            "$indexStats",
            "$listCatalog",
            "$listLocalSessions",
            "$listSampledQueries",
            "$listSearchIndexes",
            "$listSessions",
            "$merge",
            "$out",
            "$planCacheStats",
            "$queryStats",
            "$search",
            "$searchMeta",
            "$unionWith",
            "$vectorSearch");

    private TransactionCommands() {}

    static void check(BsonDocument command) {
        if (command.isEmpty()) {
            return;
        }
        String name = command.getFirstKey();
        if (!JOINING.contains(name)) {
            throw refused("the command '" + Shown.text(name) + "'");
        }
        for (String field : OF_THE_SESSION) {
            if (command.containsKey(field)) {
                throw refused("the field '" + field + "' of a command, which belongs to the transaction,");
            }
        }
        checkNested(command.get("pipeline"));
    }

    static void checkPipeline(List<BsonDocument> pipeline) {
        pipeline.forEach(TransactionCommands::checkStage);
    }

    private static void checkStage(BsonDocument stage) {
        for (String name : stage.keySet()) {
            if (REFUSED_STAGES.contains(name)) {
                throw refused("the stage " + name);
            }
        }
        BsonValue lookup = stage.get("$lookup");
        if (lookup != null && lookup.isDocument()) {
            checkNested(lookup.asDocument().get("pipeline"));
        }
        BsonValue facet = stage.get("$facet");
        if (facet != null && facet.isDocument()) {
            facet.asDocument().values().forEach(TransactionCommands::checkNested);
        }
    }

    private static void checkNested(@Nullable BsonValue pipeline) {
        if (pipeline != null && pipeline.isArray()) {
            pipeline.asArray().stream().filter(BsonValue::isDocument).forEach(stage -> checkStage(stage.asDocument()));
        }
    }

    static void checkPreference(ReadPreference preference) {
        if (!preference.equals(ReadPreference.primary())) {
            throw refused("the read preference " + preference.getName());
        }
    }

    private static TransactionException refused(String what) {
        return new TransactionException(
                ErrorId.TRANSACTION_CALL_REFUSED,
                what + " does not run in a transaction; run it before or after, or in a method with"
                        + " TxType.NOT_SUPPORTED");
    }
}
