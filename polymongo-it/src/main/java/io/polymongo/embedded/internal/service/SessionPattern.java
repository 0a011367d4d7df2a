package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.session.Session;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions {@code killAllSessionsByPattern} is to kill: those of a user, or else one of a user, or else all. The
 * users and roles that a pattern may name say only in whose name it is done.
 *
 * @param id the session's, or null for any
 * @param uid whose sessions, or null for anybody's
 */
record SessionPattern(@Nullable UUID id, @Nullable Object uid) {

    static SessionPattern of(Document pattern) {
        Object uid = pattern.get("uid");
        if (uid != null) {
            return new SessionPattern(null, uid);
        }
        return pattern.get("lsid") instanceof Document lsid
                ? new SessionPattern(Binary.uuid(lsid.get("id")), lsid.get("uid"))
                : new SessionPattern(null, null);
    }

    boolean matches(Session session) {
        return (id == null || id.equals(session.id()))
                && (uid == null || uid.equals(session.owner().uid()));
    }
}
