package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Update;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.service.SingleWrites.Changed;
import io.polymongo.embedded.internal.store.Namespace;
import java.util.ArrayList;
import java.util.List;

/** {@code insert}, {@code update} and {@code delete}. */
final class WriteCommands {

    private WriteCommands() {}

    static Document insert(Call call) {
        return call.store().locked(() -> {
            Statements statements = new Statements(call);
            SingleWrites writes = new SingleWrites(call, call.namespace());
            int inserted = 0;
            List<Document> documents = Statements.of(call, "documents");
            for (int i = 0; i < documents.size() && !statements.mustStop(); i++) {
                Document document = documents.get(i);
                Document result = statements.run(i, () -> {
                    writes.insert(document);
                    return new Document("n", 1);
                });
                inserted += result == null ? 0 : 1;
            }
            return statements.appendTo(Command.ok().append("n", inserted));
        });
    }

    static Document update(Call call) {
        return call.store().locked(() -> {
            Statements statements = new Statements(call);
            Namespace name = call.namespace();
            List<Document> updates = Statements.of(call, "updates");
            int matched = 0;
            int modified = 0;
            List<Document> upserted = new ArrayList<>();
            for (int i = 0; i < updates.size() && !statements.mustStop(); i++) {
                int index = i;
                Document statement = updates.get(i);
                Document result = statements.run(i, () -> {
                    if (statements.areRetryable() && Utils.isTrue(statement.get("multi"))) {
                        throw notRetryable("multi=true");
                    }
                    if (Utils.isTrue(statement.get("upsert"))) {
                        // there is a collection then, even if there is no upsert
                        Targets.orCreated(call, name);
                    }
                    statements.check(index);
                    return update(call, name, statement, variables(call));
                });
                if (result != null) {
                    matched += number(result, "n");
                    modified += number(result, "nModified");
                    if (result.containsKey("_id")) {
                        upserted.add(new Document("index", i).append("_id", result.get("_id")));
                    }
                }
            }
            Document reply = Command.ok().append("n", matched).append("nModified", modified);
            if (!upserted.isEmpty()) {
                reply.append("upserted", upserted);
            }
            return statements.appendTo(reply);
        });
    }

    private static Variables variables(Call call) {
        return Variables.of(call.body().get("let"));
    }

    private static int number(Document result, String field) {
        return result.get(field) instanceof Number number ? number.intValue() : 0;
    }

    private static CommandError notRetryable(String why) {
        return new CommandError(ErrorCode.INVALID_OPTIONS, "Cannot use (or request) retryable writes with " + why);
    }

    private static Document update(Call call, Namespace name, Document statement, Variables variables) {
        Call.refuseCollation(statement.get("collation"), "update.updates");
        new Reader(call).checkHint(name, statement.get("hint"));
        boolean multi = Utils.isTrue(statement.get("multi"));
        Filter filter = filter(statement, variables);
        Update update = new Update(filter, statement.get("u"), statement.get("arrayFilters"), multi, variables);
        SingleWrites writes = new SingleWrites(call, name);
        List<Changed> changes;
        if (multi) {
            changes = writes.changeAll(filter, DocumentChange.by(update));
        } else {
            Changed changed = writes.changeFirst(filter, null, DocumentChange.by(update));
            changes = changed == null ? List.of() : List.of(changed);
        }
        if (changes.isEmpty() && Utils.isTrue(statement.get("upsert"))) {
            Document inserted = writes.upsert(update);
            return new Document("n", 1).append("nModified", 0).append("_id", inserted.get("_id"));
        }
        long modified = changes.stream()
                .filter(changed -> changed.after() != changed.before())
                .count();
        return new Document("n", changes.size()).append("nModified", (int) modified);
    }

    private static Filter filter(Document statement, Variables variables) {
        if (!(statement.get("q") instanceof Document query)) {
            throw SingleWrites.parseError("a statement needs a filter 'q'");
        }
        return new Filter(query, variables);
    }

    static Document delete(Call call) {
        return call.store().locked(() -> {
            Statements statements = new Statements(call);
            Namespace name = call.namespace();
            List<Document> deletes = Statements.of(call, "deletes");
            int deleted = 0;
            for (int i = 0; i < deletes.size() && !statements.mustStop(); i++) {
                int index = i;
                Document statement = deletes.get(i);
                Document result = statements.run(i, () -> {
                    if (statements.areRetryable() && number(statement, "limit") == 0) {
                        throw notRetryable("limit=0");
                    }
                    statements.check(index);
                    return delete(call, name, statement, variables(call));
                });
                deleted += result == null ? 0 : number(result, "n");
            }
            return statements.appendTo(Command.ok().append("n", deleted));
        });
    }

    private static Document delete(Call call, Namespace name, Document statement, Variables variables) {
        Call.refuseCollation(statement.get("collation"), "delete.deletes");
        new Reader(call).checkHint(name, statement.get("hint"));
        Filter filter = filter(statement, variables);
        SingleWrites writes = new SingleWrites(call, name);
        return switch (number(statement, "limit")) {
            case 0 ->
                new Document(
                        "n", writes.changeAll(filter, DocumentChange.deletion()).size());
            case 1 -> new Document("n", writes.changeFirst(filter, null, DocumentChange.deletion()) == null ? 0 : 1);
            default ->
                throw SingleWrites.parseError(
                        "The limit field in delete objects must be 0 or 1. Got " + statement.get("limit"));
        };
    }
}
