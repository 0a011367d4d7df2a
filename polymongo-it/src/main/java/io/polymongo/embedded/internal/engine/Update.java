package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an update makes of a document: by operators, by replacement or by a pipeline. Thread-safe. */
public final class Update {

    private static final Set<String> UPDATE_STAGES =
            Set.of("$addFields", "$set", "$project", "$unset", "$replaceRoot", "$replaceWith");

    private final Filter filter;
    private final @Nullable Document operators;
    private final @Nullable Document replacement;
    private final @Nullable List<Document> pipeline;
    private final List<?> arrayFilters;
    private final Variables variables;

    /**
     * An update.
     *
     * @param filter what finds the documents; positional operators and upserts need it
     * @param update operators, a replacement or a pipeline
     */
    public Update(
            Filter filter, @Nullable Object update, @Nullable Object arrayFilters, boolean multi, Variables variables) {
        this.filter = filter;
        this.arrayFilters = arrayFilters instanceof List<?> list ? list : List.of();
        this.variables = variables;
        if (update instanceof List<?>) {
            this.pipeline = Pipelines.parse(update);
            this.operators = null;
            this.replacement = null;
            checkPipeline(this.pipeline);
            return;
        }
        if (!(update instanceof Document document)) {
            throw new CommandError(ErrorCode.FAILED_TO_PARSE, "Update argument must be either an object or an array");
        }
        this.pipeline = null;
        boolean byOperators =
                !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
        this.operators = byOperators ? sorted(document) : null;
        this.replacement = byOperators ? null : document;
        if (!byOperators) {
            checkReplacement(document, multi);
        }
    }

    private static Document sorted(Document update) {
        Document sorted = new Document();
        update.forEach((operator, change) -> {
            if (!operator.startsWith("$")) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "Unknown modifier: " + operator
                                + ". Expected a valid update modifier or pipeline-style update specified as an array");
            }
            if (!(change instanceof Document fields)) {
                throw new CommandError(
                        ErrorCode.FAILED_TO_PARSE,
                        "Modifiers operate on fields but we found another type instead. For example: {$mod: {<field>:"
                                + " ...}} not {" + operator + ": " + change + "}");
            }
            // the server applies fields in the order of their names
            sorted.put(operator, new Document(new TreeMap<>(fields)));
        });
        return sorted;
    }

    private void checkPipeline(List<Document> stages) {
        if (!arrayFilters.isEmpty()) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE, "arrayFilters may not be specified for pipeline-syle updates");
        }
        for (Document stage : stages) {
            String name = stage.isEmpty() ? "" : stage.keySet().iterator().next();
            if (!UPDATE_STAGES.contains(name)) {
                throw new CommandError(ErrorCode.INVALID_OPTIONS, name + " is not allowed to be used within an update");
            }
        }
    }

    private void checkReplacement(Document document, boolean multi) {
        if (multi) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE, "multi update is not supported for replacement-style update");
        }
        if (!arrayFilters.isEmpty()) {
            throw new CommandError(
                    ErrorCode.FAILED_TO_PARSE, "arrayFilters may not be specified for replacement-style updates");
        }
        document.keySet().stream()
                .filter(name -> name.startsWith("$"))
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandError(
                            ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
                            "The dollar ($) prefixed field '" + name + "' in '" + name
                                    + "' is not allowed in the context of an"
                                    + " update's replacement document. Consider using an aggregation pipeline with"
                                    + " $replaceWith.");
                });
    }

    /** What change streams call it. */
    public Kind kind() {
        return replacement != null ? Kind.REPLACE : Kind.UPDATE;
    }

    /** The paths that it has set as wholes; null if it is by no operators, so that only what differs counts. */
    public @Nullable Set<String> wholes(Document before, Document after) {
        return operators == null ? null : TouchedPaths.of(operators, arrayFilters, before, after);
    }

    /** The document as it shall be: a new one, or the same if nothing changes. */
    public Document apply(Document document) {
        Document after = compute(document);
        if (!Objects.equals(after.get("_id"), document.get("_id"))
                && !new Filter(new Document("_id", document.get("_id")), Variables.NONE).test(after)) {
            throw immutable(after);
        }
        after.put("_id", document.get("_id"));
        return after.equals(document) ? document : after;
    }

    private CommandError immutable(Document after) {
        return new CommandError(
                ErrorCode.IMMUTABLE_FIELD,
                operators != null
                        ? "Performing an update on the path '_id' would modify the immutable field '_id'"
                        : "After applying the update, the (immutable) field '_id' was found to have been altered to"
                                + " _id: " + after.get("_id"));
    }

    private Document compute(Document document) {
        if (replacement != null) {
            Document after = new Document("_id", document.get("_id"));
            after.putAll(replacement);
            return after.cloneDeeply();
        }
        if (pipeline != null) {
            return withId(runPipeline(pipeline, document), document.get("_id"));
        }
        Document changed = engine(document, Objects.requireNonNull(operators), filter.document());
        keepNumberTypes(operators, changed);
        return changed;
    }

    /** The engine takes 1 and 1.0 for the same and would leave the old one. */
    private static void keepNumberTypes(Document operators, Document changed) {
        if (operators.get("$set") instanceof Document fields) {
            fields.forEach((field, value) -> {
                if (value instanceof Number && changed.get(field) instanceof Number && !field.equals("_id")) {
                    changed.put(field, value);
                }
            });
        }
    }

    private Document runPipeline(List<Document> stages, Document document) {
        return Pipelines.run(stages, "scratch", (database, collection) -> List.of(), variables, List.of(document))
                .get(0);
    }

    private static Document withId(Document document, @Nullable Object id) {
        Document result = new Document("_id", document.containsKey("_id") ? document.get("_id") : id);
        document.forEach(result::putIfAbsent);
        return result;
    }

    /** The document that an upsert inserts. */
    public Document insert() {
        Document query = upsertQuery();
        if (operators != null) {
            return idFirst(inserted(operators, query));
        }
        Document base = inserted(new Document("$setOnInsert", new Document()), query);
        if (pipeline != null) {
            return withId(runPipeline(pipeline, base), base.get("_id"));
        }
        return withId(Objects.requireNonNull(replacement).cloneDeeply(), base.get("_id"));
    }

    private Document inserted(Document update, Document query) {
        Document made = engine(null, update, query);
        boolean updateGivesId = update.values().stream()
                .anyMatch(change -> change instanceof Document fields && fields.containsKey("_id"));
        if (query.containsKey("_id") && query.get("_id") == null && !updateGivesId) {
            // to the engine, null is no id
            made.put("_id", null);
        }
        return made;
    }

    /** The filter, without an {@code _id} that it leaves open. */
    private Document upsertQuery() {
        Document query = filter.document();
        if (query.get("_id") instanceof Document operand
                && operand.get("$in") instanceof List<?> ids
                && ids.size() != 1) {
            query = query.clone();
            query.remove("_id");
        }
        return query;
    }

    private static Document idFirst(Document document) {
        return withId(document, new ObjectId());
    }

    private Document engine(@Nullable Document document, Document update, Document query) {
        return EngineErrors.run(() -> {
            Scratch scratch = new Scratch(SnapshotDatabase.empty(), "scratch", List::of);
            if (document != null) {
                scratch.addDocument(document.cloneDeeply());
            }
            Document command = new Document("query", query)
                    .append("update", update.cloneDeeply())
                    .append("new", true)
                    .append("upsert", document == null);
            if (!arrayFilters.isEmpty()) {
                command.append("arrayFilters", arrayFilters);
            }
            if (scratch.findAndModify(command).get("value") instanceof Document changed) {
                return changed;
            }
            throw new IllegalStateException("the filter does not match the document that it has found");
        });
    }
}
