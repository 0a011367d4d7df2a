package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.UserName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user. Never changed: an update makes another.
 *
 * @param id given when the user was created
 * @param credentials for SCRAM-SHA-256
 * @param customData what the creator wanted to be kept, or null
 */
record User(
        UserName name,
        UUID id,
        ScramCredentials credentials,
        List<Role> roles,
        @Nullable Document customData) {

    /** As {@code usersInfo} shows it. */
    Document document() {
        Document document = new Document("_id", name.database() + "." + name.name())
                .append("userId", id)
                .append("user", name.name())
                .append("db", name.database());
        if (customData != null) {
            document.append("customData", customData);
        }
        return document.append("roles", roles.stream().map(Role::document).toList())
                .append("mechanisms", List.of(Users.MECHANISM));
    }

    boolean may(Right right, String database) {
        return roles.stream().anyMatch(role -> role.grants(right, database));
    }

    boolean mayEverywhere(Right right) {
        return roles.stream().anyMatch(role -> role.grantsEverywhere(right));
    }
}
