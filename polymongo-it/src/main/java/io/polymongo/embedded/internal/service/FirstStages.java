package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stages that stand first and make documents of what is no document. */
final class FirstStages {

    private FirstStages() {}

    /** The sessions, for {@code $listLocalSessions}: one's own, or everybody's. */
    static List<Document> localSessions(Call call, @Nullable Object options) {
        boolean everybodys = options instanceof Document given && Boolean.TRUE.equals(given.get("allUsers"));
        Owner own = Owner.of(call.request().connection());
        return call.store().locked(() -> {
            List<Document> sessions = new ArrayList<>();
            for (Session session : call.environment().sessions().all()) {
                if (everybodys || session.owner().equals(own)) {
                    Document id = new Document("id", Binary.of(session.id()))
                            .append("uid", session.owner().uid());
                    sessions.add(new Document("_id", id)
                            .append("lastUse", call.environment().clock().instant()));
                }
            }
            return sessions;
        });
    }

    /** What {@code $collStats} or {@code $indexStats} make of a collection; null if the stage is neither. */
    static @Nullable List<Document> ofCollection(Call call, Namespace name, Document stage) {
        if (stage.get("$collStats") instanceof Document wanted) {
            if (!Set.of("count", "storageStats").containsAll(wanted.keySet())) {
                throw FindCommand.notSupported("$collStats but for count and storageStats");
            }
            return call.store().locked(() -> List.of(statistics(call, name, wanted)));
        }
        return stage.containsKey("$indexStats") ? call.store().locked(() -> indexes(call, name)) : null;
    }

    private static Document statistics(Call call, Namespace name, Document wanted) {
        StoredCollection found = Targets.existing(call, name);
        if (found == null && !wanted.isEmpty()) {
            throw new CommandError(
                    ErrorCode.NAMESPACE_NOT_FOUND,
                    "Unable to retrieve " + wanted.keySet().iterator().next()
                            + " in $collStats stage :: caused by :: Collection [" + name + "] not found.");
        }
        Document statistics = new Document("ns", name.toString())
                .append("host", "localhost")
                .append("localTime", call.environment().clock().instant());
        if (wanted.get("storageStats") instanceof Document options) {
            statistics.append("storageStats", StatisticsCommands.sizes(found, options.get("scale")));
        }
        if (found != null && wanted.containsKey("count")) {
            statistics.append("count", found.documents(call.view()).size());
        }
        return statistics;
    }

    private static List<Document> indexes(Call call, Namespace name) {
        StoredCollection found = Targets.existing(call, name);
        List<Document> statistics = new ArrayList<>();
        if (found != null) {
            Instant since = call.environment().clock().instant();
            for (Document index : found.indexes()) {
                statistics.add(new Document("name", index.get("name"))
                        .append("key", index.get("key"))
                        .append("host", "localhost")
                        .append("accesses", new Document("ops", 0L).append("since", since))
                        .append("spec", index));
            }
        }
        return statistics;
    }
}
