package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs aggregation pipelines that only read. Thread-safe. */
public final class Pipelines {

    private static final Set<String> ENGINE_STAGES = Set.of(
            "$match",
            "$skip",
            "$limit",
            "$sort",
            "$project",
            "$count",
            "$group",
            "$addFields",
            "$set",
            "$unwind",
            "$graphLookup",
            "$lookup",
            "$replaceRoot",
            "$replaceWith",
            "$sample",
            "$sortByCount",
            "$bucket",
            "$facet",
            "$unset",
            "$redact");
    private static final Set<String> REFUSED_STAGES = Set.of(
            "$bucketAuto",
            "$changeStream",
            "$changeStreamSplitLargeEvent",
            "$collStats",
            "$currentOp",
            "$densify",
            "$documents",
            "$fill",
            "$geoNear",
            "$indexStats",
            "$listSessions",
            "$planCacheStats",
            "$search",
            "$searchMeta",
            "$setWindowFields",
            "$vectorSearch");

    private Pipelines() {}

    /**
     * Runs a pipeline.
     *
     * @param database where {@code $lookup} and {@code $unionWith} look
     * @param documents what goes in; never changed
     */
    public static List<Document> run(
            List<Document> pipeline, String database, Source source, Variables variables, List<Document> documents) {
        List<Document> current = documents;
        List<Document> run = new ArrayList<>();
        for (Document stage : Sugar.inStages(pipeline)) {
            String name = check(stage);
            if (name.equals("$match") && stage.get(name) instanceof Document filter && isOutside(filter)) {
                current = new Filter(filter, variables).apply(runEngine(run, database, source, variables, current));
                run = new ArrayList<>();
            } else if (name.equals("$unionWith")) {
                current = runEngine(run, database, source, variables, current);
                run = new ArrayList<>();
                current = new ArrayList<>(current);
                current.addAll(union(stage.get(name), database, source, variables));
            } else {
                if (!run.isEmpty() && Dollars.looksInside(run) != Dollars.looksInside(stage)) {
                    current = runEngine(run, database, source, variables, current);
                    run = new ArrayList<>();
                }
                run.add(rewrite(stage));
            }
        }
        return runEngine(run, database, source, variables, current);
    }

    /** Whether a filter is better tried outside of the engine, which is to see the documents as they are not. */
    private static boolean isOutside(Document filter) {
        return FilterParts.hasSchema(filter) || Dollars.looksInside(filter) && !filter.containsKey("$expr");
    }

    private static List<Document> runEngine(
            List<Document> pipeline, String database, Source source, Variables variables, List<Document> documents) {
        if (pipeline.isEmpty()) {
            return documents;
        }
        return EngineErrors.run(() -> {
            Dollars dollars = Dollars.during(pipeline);
            Source others = (from, collection) -> source.documents(from, collection).stream()
                    .map(dollars::hide)
                    .toList();
            SnapshotDatabase own = new SnapshotDatabase(database, others);
            Aggregation aggregation = Aggregation.fromPipeline(
                    dollars.inStages(pipeline),
                    name -> new SnapshotDatabase(name, others),
                    own,
                    new Scratch(own, "input", () -> documents),
                    NoopOplog.get());
            if (!variables.isEmpty()) {
                aggregation.setVariables(variables.forAggregation(dollars));
            }
            // stages may change what they are given
            Stream<Document> copies = documents.stream().map(dollars::hide);
            return aggregation.runStages(copies).stream().map(dollars::show).toList();
        });
    }

    private static List<Document> union(@Nullable Object operand, String database, Source source, Variables variables) {
        if (operand instanceof String collection) {
            return source.documents(database, collection);
        }
        if (operand instanceof Document details && details.get("coll") instanceof String collection) {
            List<Document> inner = details.containsKey("pipeline") ? parse(details.get("pipeline")) : List.of();
            return run(inner, database, source, variables, source.documents(database, collection));
        }
        throw new CommandError(
                ErrorCode.FAILED_TO_PARSE,
                "the $unionWith stage specification must be an object or" + " string naming a collection");
    }

    /** A pipeline from a command's field. */
    public static List<Document> parse(@Nullable Object pipeline) {
        return EngineErrors.run(() -> Aggregation.parse(pipeline));
    }

    private static String check(Document stage) {
        if (stage.size() != 1) {
            throw new CommandError(40323, "A pipeline stage specification object must contain exactly one field.");
        }
        String name = stage.keySet().iterator().next();
        if (REFUSED_STAGES.contains(name)) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support the stage " + name + " here");
        }
        if (name.equals("$out") || name.equals("$merge")) {
            throw new CommandError(40601, name + " can only be the final stage in the pipeline");
        }
        if (!ENGINE_STAGES.contains(name) && !name.equals("$unionWith")) {
            throw new CommandError(40324, "Unrecognized pipeline stage name: '" + name + "'");
        }
        return name;
    }

    /** The stage in the words that the engine knows, inner pipelines too. */
    private static Document rewrite(Document stage) {
        Map.Entry<String, Object> only = stage.entrySet().iterator().next();
        Object operand = only.getValue();
        if (only.getKey().equals("$match") && operand instanceof Document filter && FilterParts.hasSchema(filter)) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support $jsonSchema inside of another stage");
        }
        return switch (only.getKey()) {
            case "$set" -> new Document("$addFields", operand);
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", operand));
            case "$lookup" -> new Document("$lookup", rewriteInner(operand));
            case "$facet" -> new Document("$facet", rewriteFacets(operand));
            default -> stage;
        };
    }

    private static @Nullable Object rewriteInner(@Nullable Object lookup) {
        if (!(lookup instanceof Document details) || !details.containsKey("pipeline")) {
            return lookup;
        }
        if (details.containsKey("localField")) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support $lookup with both localField and pipeline");
        }
        Document rewritten = details.clone();
        rewritten.put("pipeline", rewriteAll(parse(details.get("pipeline"))));
        return LookupVariables.asFields(rewritten);
    }

    private static @Nullable Object rewriteFacets(@Nullable Object facets) {
        if (!(facets instanceof Document named)) {
            return facets;
        }
        Document rewritten = new Document();
        named.forEach((name, inner) -> rewritten.put(name, rewriteAll(parse(inner))));
        return rewritten;
    }

    private static List<Document> rewriteAll(List<Document> pipeline) {
        List<Document> rewritten = new ArrayList<>();
        for (Document stage : pipeline) {
            if (check(stage).equals("$unionWith")) {
                throw new CommandError(
                        ErrorCode.COMMAND_NOT_SUPPORTED,
                        "the embedded server does not support $unionWith inside of another stage");
            }
            rewritten.add(rewrite(stage));
        }
        return rewritten;
    }
}
