package io.polymongo.embedded.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserCommandsTest {

    private final Users users = new Users(new SecureRandom(), false);
    private final UserCommands commands = new UserCommands(users);

    @Test
    void createsAndShows() {
        send(user("ann").append("customData", new Document("a", 1)));

        Document shown =
                (Document) ((List<?>) send(new Document("usersInfo", "ann")).get("users")).get(0);
        assertThat(shown)
                .containsEntry("_id", "db.ann")
                .containsEntry("user", "ann")
                .containsEntry("db", "db")
                .containsEntry("customData", new Document("a", 1))
                .containsEntry("roles", List.of(new Document("role", "readWrite").append("db", "db")))
                .containsEntry("mechanisms", List.of("SCRAM-SHA-256"))
                .containsKey("userId");
        assertThat(users.mechanisms("db.ann")).containsExactly("SCRAM-SHA-256");
        assertThat(users.mechanisms("db.bob")).isNull();
    }

    @Test
    void showsWhoIsAskedForAndMayBeSeen() {
        send(user("ann"));
        send(user("bob"));
        users.add("other", "cid", "pw", List.of());

        assertThat(names(1)).containsExactly("ann", "bob");
        assertThat(names(List.of("bob", new Document("user", "cid").append("db", "other"))))
                .containsExactly("bob", "cid");
        assertThat(names(new Document("forAllDBs", true))).containsExactly("ann", "bob", "cid");
        assertThat(names("nobody")).isEmpty();
    }

    @Test
    void createsOnce() {
        send(user("ann"));

        fails(user("ann"), 51003, "User \"ann@db\" already exists");
    }

    @Test
    void changesWhatIsGiven() {
        send(user("ann"));
        User before = users.find(new UserName("db", "ann"));

        send(new Document("updateUser", "ann")
                .append("roles", List.of(new Document("role", "read").append("db", "other"))));

        User after = users.find(new UserName("db", "ann"));
        assertThat(after.roles()).containsExactly(new Role("read", "other"));
        assertThat(after.credentials()).isSameAs(before.credentials());
        send(new Document("updateUser", "ann").append("pwd", "new"));
        assertThat(users.find(new UserName("db", "ann")).credentials()).isNotSameAs(before.credentials());
        fails(new Document("updateUser", "bob").append("pwd", "new"), 11, "User 'bob@db' not found");
        fails(new Document("updateUser", "ann"), 2, "Must specify at least one field to update in updateUser");
    }

    @Test
    void drops() {
        send(user("ann"));
        send(new Document("dropUser", "ann"));

        fails(new Document("dropUser", "ann"), 11, "User 'ann@db' not found");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        fails(user("ann").append("xyz", 1), 40415, "BSON field 'createUser.xyz' is an unknown field.");
        fails(user("ann").append("pwd", 1), 14, null);
        fails(user("ann").append("pwd", "p\u00e4ss"), 115, null);
        fails(user("ann").append("mechanisms", List.of("SCRAM-SHA-1")), 115, null);
        fails(user("ann").append("roles", List.of("king")), 31, "Could not find role: king@db");
        fails(user("ann").append("roles", List.of("root")), 31, "Could not find role: root@db");
        fails(new Document("createUser", "ann").append("roles", List.of()), 2, null);
        fails(
                new Document("createUser", "ann").append("pwd", "p"),
                40414,
                "BSON field 'createUser.roles' is missing but a required field");
        fails(new Document("usersInfo", 1).append("showCredentials", true), 40415, null);
        assertThat(users.all()).isEmpty();
    }

    private List<String> names(Object target) {
        return ((List<?>) send(new Document("usersInfo", target)).get("users"))
                .stream().map(user -> (String) ((Document) user).get("user")).toList();
    }

    private static Document user(String name) {
        return new Document("createUser", name).append("pwd", "pw").append("roles", List.of("readWrite"));
    }

    private void fails(Document body, int code, String message) {
        CommandError error = catchThrowableOfType(CommandError.class, () -> send(body));
        assertThat(error).isNotNull();
        assertThat(error.code()).isEqualTo(code);
        if (message != null) {
            assertThat(error).hasMessage(message);
        }
    }

    private Document send(Document body) {
        return commands.handle(request(body));
    }

    private static Request request(Document body) {
        return new Request(new FakeConnection(), "db", body, false);
    }
}
