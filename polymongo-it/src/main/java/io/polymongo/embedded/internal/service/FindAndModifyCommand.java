package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Projection;
import io.polymongo.embedded.internal.engine.Update;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.service.SingleWrites.Changed;
import io.polymongo.embedded.internal.store.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code findAndModify}. */
final class FindAndModifyCommand implements Command {

    @Override
    public Document run(Call call) {
        return call.store().locked(() -> {
            Statements statements = new Statements(call);
            Document result = statements.once(0, () -> prefixed(call));
            return statements.appendTo(Command.ok().appendAll(result));
        });
    }

    private static Document prefixed(Call call) {
        boolean remove = call.flag("remove");
        if (remove == call.body().containsKey("update")) {
            throw SingleWrites.parseError(
                    remove
                            ? "Cannot specify both an update and remove=true"
                            : "Either an update or remove=true must be specified");
        }
        if (remove && call.flag("upsert")) {
            throw SingleWrites.parseError("Cannot specify both upsert=true and remove=true ");
        }
        if (remove && call.flag("new")) {
            throw SingleWrites.parseError(
                    "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
        }
        call.refuseCollation();
        Namespace name = call.namespace();
        new Reader(call).checkHint(name, call.body().get("hint"));
        Variables variables = Variables.of(call.body().get("let"));
        Filter filter = new Filter(call.document("query"), variables);
        try {
            return remove ? remove(call, name, filter) : update(call, name, filter, variables);
        } catch (CommandError e) {
            throw new CommandError(
                    e.code(),
                    "Plan executor error during findAndModify :: caused by :: " + e.getMessage(),
                    e.labels(),
                    e.details());
        }
    }

    private static Document remove(Call call, Namespace name, Filter filter) {
        Changed changed =
                new SingleWrites(call, name).changeFirst(filter, call.document("sort"), DocumentChange.deletion());
        return new Document("lastErrorObject", new Document("n", changed == null ? 0 : 1))
                .append("value", projected(call, filter, changed == null ? null : changed.before()));
    }

    private static Document update(Call call, Namespace name, Filter filter, Variables variables) {
        Update update =
                new Update(filter, call.body().get("update"), call.body().get("arrayFilters"), false, variables);
        SingleWrites writes = new SingleWrites(call, name);
        Changed changed = writes.changeFirst(filter, call.document("sort"), DocumentChange.by(update));
        Document outcome = new Document("n", changed == null ? 0 : 1).append("updatedExisting", changed != null);
        Document value = null;
        if (changed != null) {
            value = call.flag("new") ? changed.after() : changed.before();
        } else if (call.flag("upsert")) {
            Document inserted = writes.upsert(update);
            outcome.append("n", 1).append("upserted", inserted.get("_id"));
            value = call.flag("new") ? inserted : null;
        }
        return new Document("lastErrorObject", outcome).append("value", projected(call, filter, value));
    }

    private static @Nullable Document projected(Call call, Filter filter, @Nullable Document value) {
        Document fields = call.document("fields");
        return value == null || fields.isEmpty() ? value : new Projection(fields, filter).apply(value);
    }
}
