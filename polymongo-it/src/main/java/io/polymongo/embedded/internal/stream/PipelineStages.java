package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which stages may follow {@code $changeStream}, in the form in which the engine does them rightly. */
final class PipelineStages {

    private static final Set<String> NOT_IN_STREAMS = Set.of(
            "$bucket",
            "$bucketAuto",
            "$collStats",
            "$count",
            "$currentOp",
            "$densify",
            "$documents",
            "$facet",
            "$fill",
            "$geoNear",
            "$graphLookup",
            "$group",
            "$indexStats",
            "$limit",
            "$listLocalSessions",
            "$listSampledQueries",
            "$listSearchIndexes",
            "$listSessions",
            "$lookup",
            "$merge",
            "$out",
            "$planCacheStats",
            "$sample",
            "$search",
            "$searchMeta",
            "$setWindowFields",
            "$shardedDataDistribution",
            "$skip",
            "$sort",
            "$sortByCount",
            "$unionWith",
            "$unwind",
            "$vectorSearch");

    private static final String SPLIT = "$changeStreamSplitLargeEvent";

    private PipelineStages() {}

    /** The stages as the engine knows them, or the error that the server has for one of them. */
    static List<Document> of(List<?> stages) {
        List<Document> result = new ArrayList<>();
        for (Object stage : splits(stages) ? stages.subList(0, stages.size() - 1) : stages) {
            if (!(stage instanceof Document document)) {
                throw new CommandError(
                        ErrorCode.TYPE_MISMATCH, "Each element of the 'pipeline' array must be an object");
            }
            if (document.size() != 1) {
                throw new CommandError(40323, "A pipeline stage specification object must contain exactly one field.");
            }
            String name = document.keySet().iterator().next();
            result.add(stage(name, document.get(name)));
        }
        return result;
    }

    /** Whether the last stage has large events split; no other stage may. */
    static boolean splits(List<?> stages) {
        if (stages.isEmpty()
                || !(stages.get(stages.size() - 1) instanceof Document last)
                || last.size() != 1
                || !last.containsKey(SPLIT)) {
            return false;
        }
        if (!(last.get(SPLIT) instanceof Document argument) || !argument.isEmpty()) {
            throw new CommandError(7182800, SPLIT + " spec should be an empty object");
        }
        return true;
    }

    private static Document match(Document filter) {
        if (filter.toString().contains("$jsonSchema")) {
            throw StreamErrors.unsupported("$jsonSchema");
        }
        return new Document("$match", filter);
    }

    private static Document stage(String name, @Nullable Object argument) {
        return switch (name) {
            case "$match" -> match(object(argument, 15959, "the match filter must be an expression in an object"));
            case "$addFields", "$set" ->
                new Document(
                        "$addFields",
                        nested(object(
                                argument,
                                40272,
                                name + " specification stage must be an object, got " + Utils.describeType(argument))));
            case "$project" ->
                new Document(name, projection(object(argument, 15969, "$project specification must be an object")));
            case "$replaceRoot" ->
                new Document(
                        name,
                        object(
                                argument,
                                40229,
                                "expected an object as specification for $replaceRoot stage, got "
                                        + Utils.describeType(argument)));
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", argument));
            case "$unset" -> new Document(name, argument);
            case "$redact" -> redaction(argument);
            case SPLIT -> throw new CommandError(7182802, SPLIT + " must be the last stage in the pipeline");
            case "$changeStream" ->
                throw new CommandError(40602, "$changeStream is only valid as the first stage in a pipeline");
            default -> throw refused(name);
        };
    }

    private static CommandError refused(String name) {
        return NOT_IN_STREAMS.contains(name)
                ? new CommandError(ErrorCode.ILLEGAL_OPERATION, name + " is not permitted in a $changeStream pipeline")
                : new CommandError(40324, "Unrecognized pipeline stage name: '" + name + "'");
    }

    private static Document object(@Nullable Object argument, int code, String message) {
        if (argument instanceof Document document) {
            return document;
        }
        throw new CommandError(code, message);
    }

    private static Document redaction(@Nullable Object argument) {
        if (argument instanceof Document expression) {
            return new Document("$redact", expression);
        }
        throw StreamErrors.unsupported("$redact with anything but an operator");
    }

    /** Dotted names as nested documents: the engine takes a dot for a part of a field's name. */
    private static Document nested(Document fields) {
        Document result = new Document();
        fields.forEach((path, value) -> {
            Document inner = result;
            String[] names = path.split("\\.", -1);
            for (int i = 0; i < names.length - 1; i++) {
                if (!(inner.get(names[i]) instanceof Document)) {
                    inner.put(names[i], new Document());
                }
                inner = (Document) inner.get(names[i]);
            }
            inner.put(names[names.length - 1], value);
        });
        return result;
    }

    /** Nested documents as dotted names: the engine takes a document for an expression. */
    private static Document projection(Document fields) {
        Document result = new Document();
        flatten("", fields, result);
        return result;
    }

    private static void flatten(String prefix, Document fields, Document result) {
        fields.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof Document inner && !inner.isEmpty() && !isOperator(inner)) {
                flatten(path + ".", inner, result);
            } else if (path.contains(".") && !(value instanceof Number) && !(value instanceof Boolean)) {
                throw StreamErrors.unsupported("$project with a computed field inside another ('" + path + "')");
            } else {
                result.put(path, value);
            }
        });
    }

    private static boolean isOperator(Document value) {
        return value.keySet().iterator().next().startsWith("$");
    }
}
