package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Projection;
import io.polymongo.embedded.internal.engine.Sorting;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code find}. */
final class FindCommand implements Command {

    private static final List<String> NOT_DONE = List.of("returnKey", "showRecordId", "min", "max");

    @Override
    public Document run(Call call) {
        call.refuseCollation();
        NOT_DONE.stream().filter(call::flag).forEach(call::refuse);
        Namespace name = call.namespace();
        Filter filter =
                new Filter(call.document("filter"), Variables.of(call.body().get("let")));
        filter.check();
        Document projection = call.document("projection");
        Projection projected = projection.isEmpty() ? null : new Projection(projection, filter);
        Reader reader = new Reader(call);
        reader.checkHint(name, call.body().get("hint"));
        if (call.flag("tailable")) {
            return Tails.open(call, name, filter, projected);
        }
        int skip = atLeastZero(call, "skip");
        int limit = atLeastZero(call, "limit");
        Object batchSize = call.body().get("batchSize");
        List<Document> found = Sorting.sort(reader.matching(name, filter), call.document("sort"));
        List<Document> wanted = window(found, skip, limit);
        return call.store()
                .locked(() -> call.environment()
                        .cursors()
                        .firstBatch(
                                call,
                                name.toString(),
                                project(wanted, projected),
                                batchSize,
                                call.flag("singleBatch")));
    }

    private static int atLeastZero(Call call, String field) {
        int value = call.number(field, 0);
        if (value < 0) {
            throw new CommandError(
                    51024, "BSON field '" + field + "' value must be >= 0, actual value '" + value + "'");
        }
        return value;
    }

    static List<Document> window(List<Document> documents, int skip, int limit) {
        int from = Math.min(skip, documents.size());
        int until = limit == 0 ? documents.size() : (int) Math.min(documents.size(), (long) from + limit);
        return documents.subList(from, until);
    }

    private static List<Document> project(List<Document> documents, @Nullable Projection projection) {
        return projection == null
                ? documents
                : documents.stream().map(projection::apply).toList();
    }

    static CommandError notSupported(String what) {
        return new CommandError(ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support " + what);
    }
}
