package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.session.Sessions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The commands on sessions. */
final class SessionCommands {

    private static final int TIMEOUT_MINUTES = 30;

    private SessionCommands() {}

    /** A session as a command names it. */
    private record Lsid(UUID id, Document document) {}

    static Document start(Call call) {
        return call.store().locked(() -> {
            UUID id = UUID.randomUUID();
            Document lsid = new Document("id", Binary.of(id));
            call.environment().sessions().use(id, lsid);
            return Command.ok().append("id", lsid).append("timeoutMinutes", TIMEOUT_MINUTES);
        });
    }

    static Document refresh(Call call) {
        return each(call, (sessions, lsid) -> sessions.use(lsid.id(), lsid.document()));
    }

    static Document end(Call call) {
        return each(call, (sessions, lsid) -> sessions.end(lsid.id()));
    }

    static Document kill(Call call) {
        if (lsids(call).isEmpty()) {
            return killEverySession(call);
        }
        return each(call, (sessions, lsid) -> sessions.kill(lsid.id()));
    }

    static Document killAll(Call call) {
        if (call.request().target() instanceof Collection<?> users && !users.isEmpty()) {
            throw FindCommand.notSupported("killAllSessions of single users");
        }
        return killEverySession(call);
    }

    static Document killByPattern(Call call) {
        List<UUID> chosen = new ArrayList<>();
        boolean everybody = true;
        if (call.request().target() instanceof Collection<?> patterns) {
            for (Object pattern : patterns) {
                if (pattern instanceof Document given && given.get("lsid") instanceof Document lsid) {
                    everybody = false;
                    UUID id = Binary.uuid(lsid.get("id"));
                    if (id != null) {
                        chosen.add(id);
                    }
                } else if (pattern instanceof Document given && !given.isEmpty()) {
                    throw FindCommand.notSupported("killAllSessionsByPattern of single users or roles");
                }
            }
        }
        if (everybody) {
            return killEverySession(call);
        }
        return call.store().locked(() -> {
            chosen.forEach(call.environment().sessions()::kill);
            return Command.ok();
        });
    }

    private static Document killEverySession(Call call) {
        return call.store().locked(() -> {
            call.environment().sessions().killAll();
            return Command.ok();
        });
    }

    private static List<Lsid> lsids(Call call) {
        List<Lsid> lsids = new ArrayList<>();
        if (call.request().target() instanceof Collection<?> given) {
            for (Object element : given) {
                UUID id = element instanceof Document lsid ? Binary.uuid(lsid.get("id")) : null;
                if (id != null) {
                    lsids.add(new Lsid(id, (Document) element));
                }
            }
        }
        return lsids;
    }

    private static Document each(Call call, BiConsumer<Sessions, Lsid> action) {
        return call.store().locked(() -> {
            lsids(call).forEach(lsid -> action.accept(call.environment().sessions(), lsid));
            return Command.ok();
        });
    }
}
