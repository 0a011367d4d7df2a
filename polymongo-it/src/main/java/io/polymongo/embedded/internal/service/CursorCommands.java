package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code getMore} and {@code killCursors}. */
final class CursorCommands {

    /** How many milliseconds a cursor waits for documents if the client does not say. */
    private static final long PATIENCE = 1000;

    private CursorCommands() {}

    static Document getMore(Call call) {
        return call.store().locked(() -> {
            long id = call.request().target() instanceof Number number ? number.longValue() : 0;
            Cursors cursors = call.environment().cursors();
            ServerCursor cursor = cursors.find(id);
            if (cursor == null) {
                throw new CommandError(ErrorCode.CURSOR_NOT_FOUND, "cursor id " + id + " not found");
            }
            checkSession(cursor, call.request().sessionId());
            checkTransaction(cursor, call.transactionNumber());
            if (!cursor.owner.equals(Owner.of(call.request().connection()))) {
                throw new CommandError(
                        ErrorCode.UNAUTHORIZED, "cursor id " + id + " was not created by the authenticated user");
            }
            String namespace = call.request().database() + "." + call.body().get("collection");
            if (!namespace.equals(cursor.namespace)) {
                throw new CommandError(
                        ErrorCode.UNAUTHORIZED,
                        "Requested getMore on namespace '" + namespace + "', but cursor belongs to a different"
                                + " namespace " + cursor.namespace);
            }
            cursor.api.check(call.request(), "cursor-creating command");
            if (call.body().containsKey("maxTimeMS") && !cursor.awaitsData()) {
                throw new CommandError(
                        ErrorCode.BAD_VALUE, "cannot set maxTimeMS on getMore command for a non-awaitData cursor");
            }
            int size = call.number("batchSize", 0);
            List<Document> batch = next(call, cursor, size == 0 ? Integer.MAX_VALUE : size);
            if (cursor.isExhausted()) {
                cursors.kill(id);
            }
            return Command.ok()
                    .append(
                            "cursor",
                            new Document("nextBatch", batch)
                                    .append("id", cursor.isExhausted() ? 0L : id)
                                    .append("ns", cursor.namespace));
        });
    }

    private static List<Document> next(Call call, ServerCursor cursor, int most) {
        try {
            if (cursor instanceof TailableCursor tail && tail.awaitsData()) {
                Object limit = call.body().get("maxTimeMS");
                return tail.await(
                        call,
                        most,
                        TimeUnit.MILLISECONDS.toNanos(limit instanceof Number millis ? millis.longValue() : PATIENCE));
            }
            return cursor.next(most);
        } catch (CommandError e) {
            if (e.code() != ErrorCode.CURSOR_IN_USE.code()) {
                call.environment().cursors().kill(cursor.id);
            }
            throw e;
        }
    }

    private static void checkSession(ServerCursor cursor, @Nullable UUID session) {
        String start = "Cannot run getMore on cursor " + cursor.id + ", which was ";
        if (cursor.session == null && session != null) {
            throw new CommandError(50736, start + "not created in a session, in session " + session);
        }
        if (cursor.session != null && session == null) {
            throw new CommandError(50737, start + "created in session " + cursor.session + ", without an lsid");
        }
        if (!Objects.equals(cursor.session, session)) {
            throw new CommandError(50738, start + "created in session " + cursor.session + ", in session " + session);
        }
    }

    private static void checkTransaction(ServerCursor cursor, @Nullable Long number) {
        String start = "Cannot run getMore on cursor " + cursor.id + ", which was ";
        Long own = cursor.transactionNumber;
        if (own == null && number != null) {
            throw new CommandError(50739, start + "not created in a transaction, in transaction " + number);
        }
        if (own != null && number == null) {
            throw new CommandError(50740, start + "created in transaction " + own + ", without a txnNumber");
        }
        if (!Objects.equals(own, number)) {
            throw new CommandError(50741, start + "created in transaction " + own + ", in transaction " + number);
        }
    }

    static Document killCursors(Call call) {
        return call.store().locked(() -> {
            List<Object> killed = new ArrayList<>();
            List<Object> absent = new ArrayList<>();
            if (call.body().get("cursors") instanceof Collection<?> ids) {
                for (Object id : ids) {
                    boolean found = id instanceof Number number
                            && call.environment().cursors().kill(number.longValue());
                    (found ? killed : absent).add(id);
                }
            }
            return Command.ok()
                    .append("cursorsKilled", killed)
                    .append("cursorsNotFound", absent)
                    .append("cursorsAlive", List.of())
                    .append("cursorsUnknown", List.of());
        });
    }
}
