package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Pipelines;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.Namespace;
import java.util.ArrayList;
import java.util.List;

/** {@code aggregate}. */
final class AggregateCommand implements Command {

    @Override
    public Document run(Call call) {
        call.refuseCollation();
        call.refuse("explain");
        if (!(call.body().get("cursor") instanceof Document options)) {
            throw SingleWrites.parseError(
                    "The 'cursor' option is required, except for aggregate with the explain argument");
        }
        List<Document> pipeline = new ArrayList<>(Pipelines.parse(call.body().get("pipeline")));
        Document output = isOutput(pipeline) ? pipeline.remove(pipeline.size() - 1) : null;
        if (output != null && call.inTransaction()) {
            throw new CommandError(
                    ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
                    "Operation not permitted in transaction :: caused by :: Aggregation stage "
                            + output.keySet().iterator().next() + " cannot run within a multi-document transaction");
        }
        boolean wholeDatabase = !(call.request().target() instanceof String);
        String namespace = call.request().database() + "."
                + (wholeDatabase ? "$cmd.aggregate" : call.request().target());
        List<Document> found = run(call, pipeline, wholeDatabase);
        if (output != null) {
            new PipelineOutput(call).write(output, found);
            found = List.of();
        }
        List<Document> result = found;
        return call.store()
                .locked(() -> call.environment()
                        .cursors()
                        .firstBatch(call, namespace, result, options.get("batchSize"), false));
    }

    private static boolean isOutput(List<Document> pipeline) {
        if (pipeline.isEmpty()) {
            return false;
        }
        Document last = pipeline.get(pipeline.size() - 1);
        return last.containsKey("$out") || last.containsKey("$merge");
    }

    private static List<Document> run(Call call, List<Document> pipeline, boolean wholeDatabase) {
        Variables variables = Variables.of(call.body().get("let"));
        String database = call.request().database();
        Reader reader = new Reader(call);
        Document first = pipeline.isEmpty() ? new Document() : pipeline.get(0);
        if (wholeDatabase) {
            if (first.get("$currentOp") instanceof Document options) {
                return Pipelines.run(
                        pipeline.subList(1, pipeline.size()),
                        database,
                        reader,
                        variables,
                        CurrentOpCommands.stage(call, options));
            }
            if (!first.containsKey("$listLocalSessions")) {
                throw FindCommand.notSupported(
                        first.isEmpty()
                                ? "an aggregate without a collection that has no stages"
                                : "the stage " + first.keySet().iterator().next() + " without a collection");
            }
            return Pipelines.run(
                    pipeline.subList(1, pipeline.size()),
                    database,
                    reader,
                    variables,
                    FirstStages.localSessions(call, first.get("$listLocalSessions")));
        }
        Namespace name = call.namespace();
        reader.checkHint(name, call.body().get("hint"));
        List<Document> made = FirstStages.ofCollection(call, name, first);
        if (made != null) {
            return Pipelines.run(pipeline.subList(1, pipeline.size()), database, reader, variables, made);
        }
        if (first.get("$match") instanceof Document match) {
            // the filter may name documents by their _id, which need not be looked for
            Filter filter = new Filter(match, variables);
            filter.check();
            return Pipelines.run(
                    pipeline.subList(1, pipeline.size()), database, reader, variables, reader.matching(name, filter));
        }
        return Pipelines.run(
                pipeline, database, reader, variables, reader.documents(name.database(), name.collection()));
    }
}
