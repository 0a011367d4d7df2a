package io.polymongo.embedded;

import io.polymongo.embedded.internal.election.ReplicaSet;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a server is started with; checked here, never mended.
 *
 * @param members how many
 * @param port the first member's, or 0 for free ones
 * @param transactionLifetime after which an open transaction is aborted
 * @param oplogSize how many changes can be resumed from
 * @param users who may log in; with none, everybody may do everything
 * @param tls what the sockets are secured with, or null
 */
record Settings(
        int members,
        int port,
        Duration transactionLifetime,
        int oplogSize,
        List<User> users,
        @Nullable SSLContext tls) {

    private static final int LAST_PORT = 65535;

    Settings {
        users = List.copyOf(users);
        require(members >= 1 && members <= ReplicaSet.MOST_MEMBERS, "members must be 1 to 7, not " + members);
        require(
                port >= 0 && port + members - 1 <= LAST_PORT,
                "port must be 0 or leave room for " + members + " members, not " + port);
        require(transactionLifetime.toMillis() > 0, "transactionLifetime must be a millisecond or more");
        require(oplogSize >= 1, "oplogSize must be 1 or more, not " + oplogSize);
    }

    /** The port of a member, 0 for a free one. */
    int portOf(int member) {
        return port == 0 ? 0 : port + member;
    }

    private static void require(boolean fulfilled, String message) {
        if (!fulfilled) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Somebody who may log in, on the database admin.
     *
     * @param roles {@code role} on admin, or {@code role@database}
     */
    record User(String name, String password, List<String> roles) {

        User {
            require(!name.isEmpty(), "a user has a name");
            require(!password.isEmpty(), "a user has a password");
            roles = List.copyOf(roles);
        }

        @Override
        public String toString() {
            return "User[name=" + name + ", roles=" + roles + "]";
        }
    }
}
