package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.operation.Operation;
import io.polymongo.embedded.internal.session.Session;
import io.polymongo.embedded.internal.session.Sessions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
            call.environment().sessions().use(id, lsid, owner(call));
            return Command.ok().append("id", lsid).append("timeoutMinutes", TIMEOUT_MINUTES);
        });
    }

    static Document refresh(Call call) {
        return each(call, lsid -> call.environment().sessions().use(lsid.id(), lsid.document(), owner(call)));
    }

    static Document end(Call call) {
        return each(call, lsid -> call.environment().sessions().end(lsid.id()));
    }

    /** All of the user's own, if none is named. */
    static Document kill(Call call) {
        List<Lsid> named = lsids(call);
        if (named.isEmpty()) {
            return killWhere(call, session -> session.owner().equals(owner(call)));
        }
        Set<UUID> ids = named.stream().map(Lsid::id).collect(Collectors.toSet());
        return killWhere(
                call, session -> ids.contains(session.id()) && session.owner().equals(owner(call)));
    }

    /** Where users are not enforced no session is any user's. */
    static Document killAll(Call call) {
        Set<Owner> users = new HashSet<>();
        if (call.request().target() instanceof Collection<?> given) {
            for (Object user : given) {
                if (user instanceof Document named) {
                    users.add(new Owner(named.get("user") + "@" + named.get("db")));
                }
            }
        }
        return killWhere(call, session -> users.isEmpty() || users.contains(session.owner()));
    }

    static Document killByPattern(Call call) {
        List<SessionPattern> patterns = new ArrayList<>();
        if (call.request().target() instanceof Collection<?> given) {
            for (Object pattern : given) {
                if (pattern instanceof Document document) {
                    patterns.add(SessionPattern.of(document));
                }
            }
        }
        return killWhere(
                call, session -> patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(session)));
    }

    /** Aborts their transactions, kills their cursors, and ends what runs in them on the member, but for this command. */
    private static Document killWhere(Call call, Predicate<Session> which) {
        return call.store().locked(() -> {
            Sessions sessions = call.environment().sessions();
            Set<UUID> killed =
                    sessions.all().stream().filter(which).map(Session::id).collect(Collectors.toSet());
            killed.forEach(sessions::kill);
            Connection own = call.request().connection();
            for (Operation operation : call.environment().operations().on(own.member())) {
                UUID session = operation.request().sessionId();
                if (session != null
                        && killed.contains(session)
                        && operation.request().connection() != own) {
                    operation.kill();
                }
            }
            return Command.ok();
        });
    }

    private static Owner owner(Call call) {
        return Owner.of(call.request().connection());
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

    /** Does it to the sessions that the command names; somebody else's of that name is another. */
    private static Document each(Call call, Consumer<Lsid> action) {
        return call.store().locked(() -> {
            for (Lsid lsid : lsids(call)) {
                Session session = call.environment().sessions().find(lsid.id());
                if (session == null || session.owner().equals(owner(call))) {
                    action.accept(lsid);
                }
            }
            return Command.ok();
        });
    }
}
