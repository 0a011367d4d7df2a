package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Kills those cursors that are change streams, has the next handler kill the others, and makes one reply of both. */
final class KilledCursors implements CommandHandler {

    private static final List<String> LISTS =
            List.of("cursorsKilled", "cursorsNotFound", "cursorsAlive", "cursorsUnknown");

    private final LongPredicate kill;
    private final CommandHandler next;

    /** @param kill kills a stream's cursor; false if it is none */
    KilledCursors(LongPredicate kill, CommandHandler next) {
        this.kill = kill;
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        if (!(request.body().get("cursors") instanceof List<?> cursors)) {
            return next.handle(request);
        }
        List<Object> killed = new ArrayList<>();
        List<Object> others = new ArrayList<>();
        for (Object cursor : cursors) {
            boolean own = cursor instanceof Number id && kill.test(id.longValue());
            (own ? killed : others).add(cursor);
        }
        if (killed.isEmpty()) {
            return next.handle(request);
        }
        Document reply = new Document();
        LISTS.forEach(list -> reply.append(list, new ArrayList<>()));
        reply.append("ok", 1.0);
        if (!others.isEmpty()) {
            Document body = new Document(request.body());
            body.put("cursors", others);
            reply.putAll(next.handle(request.with(body)));
        }
        if (reply.get(LISTS.get(0)) instanceof List<?> killedElsewhere) {
            killed.addAll(killedElsewhere);
        }
        return reply.append(LISTS.get(0), killed);
    }
}
