package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands before all other handlers, and lets two commands be answered at once: a find by one {@code _id}, and an insert of
 * one document, with no other fields than those that are named here. What such a command then meets may still make it
 * wait or long; {@link Obstacles} sees to that, and the handlers between by {@link MustWait}. Thread-safe.
 */
public final class QuickCommands implements CommandHandler {

    private static final Set<String> COMMON =
            Set.of("lsid", "$db", "$clusterTime", "comment", "apiVersion", "apiStrict", "apiDeprecationErrors");
    private static final Set<String> OF_FIND =
            with("find", "filter", "limit", "singleBatch", "batchSize", "$readPreference", "readConcern");
    private static final Set<String> OF_INSERT = with("insert", "documents", "ordered", "txnNumber", "writeConcern");

    private final CommandHandler next;

    /** @param next answers every command, and says where it would have to wait */
    public QuickCommands(CommandHandler next) {
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        return next.handle(request);
    }

    @Override
    public @Nullable Document atOnce(Request request) {
        if (!isQuick(request)) {
            return null;
        }
        try {
            return next.handle(request.withoutWaiting());
        } catch (MustWait e) {
            return null;
        }
    }

    private static boolean isQuick(Request request) {
        Document body = request.body();
        return switch (request.name()) {
            case "find" ->
                OF_FIND.containsAll(body.keySet())
                        && isOneId(body.get("filter"))
                        && !(body.get("readConcern") instanceof Document concern
                                && "snapshot".equals(concern.get("level")));
            case "insert" ->
                OF_INSERT.containsAll(body.keySet())
                        && body.get("documents") instanceof List<?> documents
                        && documents.size() == 1
                        && !mayWaitForMembers(body.get("writeConcern"));
            default -> false;
        };
    }

    /** For others than the primary; the wait comes after the write, when it is too late to hand over. */
    private static boolean mayWaitForMembers(@Nullable Object writeConcern) {
        Object w = writeConcern instanceof Document concern ? concern.get("w") : null;
        return w != null && !(w instanceof Number number && number.intValue() <= 1);
    }

    private static boolean isOneId(@Nullable Object filter) {
        return filter instanceof Document document
                && document.size() == 1
                && document.containsKey("_id")
                && !(document.get("_id") instanceof Document)
                && !(document.get("_id") instanceof Collection<?>)
                && !(document.get("_id") instanceof BsonRegularExpression);
    }

    private static Set<String> with(String... fields) {
        return Stream.concat(COMMON.stream(), Stream.of(fields)).collect(Collectors.toUnmodifiableSet());
    }
}
