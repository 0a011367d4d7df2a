package io.polymongo.embedded.internal.frontdoor;

import static java.util.Map.entry;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stages of pipelines: those that are done with all their options, and those that are not done. */
final class Stages {

    /** Checks what a stage is given. */
    @FunctionalInterface
    interface Specification {

        void check(@Nullable Object value, Set<String> variables);
    }

    static final Map<String, Specification> SUPPORTED = Map.ofEntries(
            entry("$match", PlainStages::match),
            entry("$skip", PlainStages::skip),
            entry("$limit", PlainStages::limit),
            entry("$sort", PlainStages::sort),
            entry("$count", PlainStages::count),
            entry("$sample", PlainStages::sample),
            entry("$unwind", PlainStages::unwind),
            entry("$project", ReshapingStages::project),
            entry("$addFields", ReshapingStages::addFields),
            entry("$set", ReshapingStages::addFields),
            entry("$unset", ReshapingStages::unset),
            entry("$replaceRoot", ReshapingStages::replaceRoot),
            entry("$replaceWith", Expressions::check),
            entry("$unionWith", JoiningStages::unionWith),
            entry("$redact", ReshapingStages::redact),
            entry("$group", GroupingStages::group),
            entry("$sortByCount", GroupingStages::sortByCount),
            entry("$bucket", GroupingStages::bucket),
            entry("$facet", JoiningStages::facet),
            entry("$lookup", JoiningStages::lookup),
            entry("$out", JoiningStages::out),
            entry("$merge", JoiningStages::merge),
            entry("$changeStream", ServerStages::changeStream),
            entry("$changeStreamSplitLargeEvent", ServerStages::splitLargeEvent),
            entry("$collStats", ServerStages::collectionStatistics),
            entry("$currentOp", ServerStages::currentOp),
            entry("$listLocalSessions", ServerStages::listLocalSessions));

    static final Set<String> REFUSED = Set.of(
            "$bucketAuto",
            "$densify",
            "$documents",
            "$fill",
            "$geoNear",
            "$graphLookup",
            "$indexStats",
            "$listSessions",
            "$listSampledQueries",
            "$planCacheStats",
            "$queryStats",
            "$setWindowFields",
            "$shardedDataDistribution");

    /** Stages that only Atlas has. */
    static final Set<String> OF_ATLAS = Set.of("$search", "$searchMeta", "$vectorSearch", "$listSearchIndexes");

    private Stages() {}

    static void check(String name, @Nullable Object value, Set<String> variables) {
        if (OF_ATLAS.contains(name)) {
            throw Unsupported.error("stage " + name + ", which only Atlas has");
        }
        if (REFUSED.contains(name)) {
            throw Unsupported.error("stage " + name);
        }
        Specification stage = SUPPORTED.get(name);
        if (stage == null) {
            throw new CommandError(40324, "Unrecognized pipeline stage name: '" + name + "'");
        }
        stage.check(value, variables);
    }

    /** A stage's document, or the error that MongoDB has for anything else. */
    static Document document(@Nullable Object value, int code, String message) {
        if (!(value instanceof Document document)) {
            throw new CommandError(code, message);
        }
        return document;
    }
}
