package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks a pipeline: which stages there are, and where each may stand. */
final class Pipelines {

    private static final Set<String> ONLY_FIRST =
            Set.of("$changeStream", "$collStats", "$currentOp", "$listLocalSessions");
    private static final Set<String> ONLY_LAST = Set.of("$out", "$merge");
    private static final Set<String> WITHOUT_COLLECTION = Set.of("$changeStream", "$currentOp", "$listLocalSessions");
    private static final Set<String> IN_CHANGE_STREAM = Set.of(
            "$match",
            "$project",
            "$addFields",
            "$set",
            "$unset",
            "$replaceRoot",
            "$replaceWith",
            "$redact",
            "$changeStreamSplitLargeEvent");
    /** Stages that the change streams put into the engine's words themselves. */
    private static final Set<String> REWRITTEN_IN_CHANGE_STREAM = Set.of("$project", "$addFields", "$set", "$unset");

    private static final Set<String> UNSTABLE =
            Set.of("$currentOp", "$listLocalSessions", "$changeStreamSplitLargeEvent");

    /**
     * Where a pipeline stands.
     *
     * @param database the database of the command
     * @param wholeDatabase whether the command names no collection
     * @param strict whether only Stable API version 1 is allowed
     */
    record Place(String database, boolean wholeDatabase, boolean strict) {}

    private Pipelines() {}

    /** The pipeline of an {@code aggregate} command. */
    static void check(@Nullable Object value, Place place, Set<String> variables) {
        List<Document> pipeline = stages(value);
        if (pipeline.isEmpty()) {
            if (place.wholeDatabase()) {
                throw new CommandError(
                        ErrorCode.INVALID_NAMESPACE, "{aggregate: 1} is not valid for an empty pipeline.");
            }
            return;
        }
        boolean changes = name(pipeline.get(0)).equals("$changeStream");
        for (int index = 0; index < pipeline.size(); index++) {
            String name = name(pipeline.get(index));
            Object specification = pipeline.get(index).get(name);
            if (changes && REWRITTEN_IN_CHANGE_STREAM.contains(name)) {
                ReshapingStages.ofEvents(specification);
            } else {
                Stages.check(name, specification, variables);
            }
            checkPosition(name, index, pipeline.size());
            checkNamespace(name, index, place);
            if (changes && index > 0 && !IN_CHANGE_STREAM.contains(name)) {
                throw new CommandError(
                        ErrorCode.ILLEGAL_OPERATION, name + " is not permitted in a $changeStream pipeline");
            }
            if (!changes && name.equals("$changeStreamSplitLargeEvent")) {
                throw new CommandError(
                        ErrorCode.ILLEGAL_OPERATION,
                        "$changeStreamSplitLargeEvent can only be used in a $changeStream pipeline");
            }
            if (place.strict() && UNSTABLE.contains(name)) {
                throw new CommandError(
                        ErrorCode.API_STRICT_ERROR,
                        "stage " + name + " is not allowed with 'apiStrict: true' in API Version 1");
            }
        }
    }

    /** A pipeline inside a stage. */
    static void checkInner(@Nullable Object value, Set<String> variables, Set<String> forbidden, Refusal refusal) {
        List<Document> pipeline = stages(value);
        for (int index = 0; index < pipeline.size(); index++) {
            String name = name(pipeline.get(index));
            if (forbidden.contains(name)) {
                throw refusal.of(name);
            }
            Stages.check(name, pipeline.get(index).get(name), variables);
            checkPosition(name, index, pipeline.size());
        }
    }

    /** Makes the error for a stage that may not stand in an inner pipeline. */
    @FunctionalInterface
    interface Refusal {

        CommandError of(String stage);
    }

    private static void checkPosition(String name, int index, int size) {
        if (ONLY_FIRST.contains(name) && index > 0) {
            throw new CommandError(40602, name + " is only valid as the first stage in the pipeline.");
        }
        if (ONLY_LAST.contains(name) && index < size - 1) {
            throw new CommandError(40601, name + " can only be the final stage in the pipeline");
        }
        if (name.equals("$changeStreamSplitLargeEvent") && index < size - 1) {
            throw new CommandError(7182802, name + " must be the last stage in the pipeline");
        }
    }

    private static void checkNamespace(String name, int index, Place place) {
        if (index > 0) {
            return;
        }
        if (name.equals("$currentOp")
                && !(place.wholeDatabase() && place.database().equals("admin"))) {
            throw new CommandError(
                    ErrorCode.INVALID_NAMESPACE,
                    "$currentOp must be run against the 'admin' database with {aggregate: 1}");
        }
        if (name.equals("$listLocalSessions") && !place.wholeDatabase()) {
            throw new CommandError(
                    ErrorCode.INVALID_NAMESPACE,
                    "$listLocalSessions must be run against the database with {aggregate: 1}, not a collection");
        }
        if (place.wholeDatabase() && !WITHOUT_COLLECTION.contains(name)) {
            throw new CommandError(
                    ErrorCode.INVALID_NAMESPACE,
                    "{aggregate: 1} is not valid for '" + name + "'; a collection is required.");
        }
    }

    /** Refuses what cannot be stages. */
    static void checkForm(Collection<?> stages) {
        for (Object stage : stages) {
            if (!(stage instanceof Document)) {
                throw new CommandError(
                        ErrorCode.TYPE_MISMATCH, "Each element of the 'pipeline' array must be an object");
            }
        }
    }

    private static List<Document> stages(@Nullable Object value) {
        if (!(value instanceof Collection<?> elements)) {
            throw new CommandError(ErrorCode.TYPE_MISMATCH, "'pipeline' option must be specified as an array");
        }
        checkForm(elements);
        for (Object element : elements) {
            if (((Document) element).size() != 1) {
                throw new CommandError(40323, "A pipeline stage specification object must contain exactly one field.");
            }
        }
        return elements.stream().map(Document.class::cast).toList();
    }

    private static String name(Document stage) {
        return stage.keySet().iterator().next();
    }
}
