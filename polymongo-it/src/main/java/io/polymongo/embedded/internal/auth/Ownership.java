package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a user may do because something is his own, and what he may not because it is another's. */
final class Ownership {

    private final Users users;
    private final Belongings belongings;

    Ownership(Users users, Belongings belongings) {
        this.users = users;
        this.belongings = belongings;
    }

    /** Whether a user may run a command. */
    boolean permit(User user, Request request) {
        return switch (request.name()) {
            case "killOp" -> Rights.permit(user, request) || isOwnOperation(request);
            case "killCursors" ->
                Rights.permit(user, request) && (user.mayEverywhere(Right.CLUSTER_ADMIN) || areOwnCursors(request));
            default -> Rights.permit(user, request);
        };
    }

    private boolean isOwnOperation(Request request) {
        return request.body().get("op") instanceof Number id
                && Owner.of(request.connection())
                        .equals(belongings.ofOperation(request.connection().member(), id.intValue()));
    }

    /** Those that are not there are nobody's. */
    private boolean areOwnCursors(Request request) {
        Owner own = Owner.of(request.connection());
        return !(request.body().get("cursors") instanceof Collection<?> ids)
                || ids.stream()
                        .allMatch(id -> !(id instanceof Number cursor)
                                || belongings.ofCursor(cursor.longValue()) == null
                                || own.equals(belongings.ofCursor(cursor.longValue())));
    }

    /** Users whose sessions are to be killed must exist. */
    void checkUsers(Request request) {
        List<UserName> names = new ArrayList<>();
        if (request.target() instanceof Collection<?> given) {
            for (Object element : given) {
                if (!(element instanceof Document document)
                        || !document.keySet().equals(Set.of("user", "db"))
                        || !(document.get("user") instanceof String name)
                        || !(document.get("db") instanceof String database)) {
                    // What has not even the form is refused further on.
                    return;
                }
                names.add(new UserName(database, name));
            }
        }
        for (UserName name : names) {
            if (users.find(name) == null) {
                throw new CommandError(
                        ErrorCode.USER_NOT_FOUND,
                        "Could not find user \"" + name.name() + "\" for db \"" + name.database() + "\"");
            }
        }
    }

    /** No role that there is may act in another's name. */
    void checkPatterns(Request request) {
        if (users.enforced()
                && request.target() instanceof Collection<?> patterns
                && patterns.stream()
                        .anyMatch(pattern -> pattern instanceof Document document
                                && (document.get("users") instanceof Collection
                                        || document.get("roles") instanceof Collection))) {
            throw new CommandError(ErrorCode.UNAUTHORIZED, "Not authorized to impersonate in killAllSessionsByPattern");
        }
    }
}
