package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.UserName;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All users, and whether clients have to be one of them. Thread-safe. */
public final class Users {

    static final String MECHANISM = "SCRAM-SHA-256";

    private static final int ITERATIONS = 15_000;
    private static final int SALT_BYTES = 28;
    private static final int ALREADY_EXISTS = 51003;

    private final SecureRandom random;
    private final boolean enforced;
    private final Map<UserName, User> users = new ConcurrentHashMap<>();

    /**
     * No users yet.
     *
     * @param random for salts
     * @param enforced whether clients have to authenticate, as with {@code mongod --auth}
     */
    public Users(SecureRandom random, boolean enforced) {
        this.random = random;
        this.enforced = enforced;
    }

    /** Whether clients have to authenticate. */
    public boolean enforced() {
        return enforced;
    }

    /**
     * Adds a user who authenticates against a database.
     *
     * @throws IllegalArgumentException if the password is not printable ASCII
     * @throws CommandError if there is such a user
     */
    public void add(String database, String name, String password, List<Role> roles) {
        add(new UserName(database, name), password, roles, null);
    }

    /**
     * The mechanisms that a user can authenticate with, for {@code hello}.
     *
     * @param fullName database, dot, name
     * @return null if there is no such user
     */
    public @Nullable List<String> mechanisms(String fullName) {
        int dot = fullName.indexOf('.');
        if (dot < 1 || dot == fullName.length() - 1) {
            throw new CommandError(ErrorCode.BAD_VALUE, "UserName must contain a '.' separated database.user pair");
        }
        UserName name = new UserName(fullName.substring(0, dot), fullName.substring(dot + 1));
        return find(name) == null ? null : List.of(MECHANISM);
    }

    void add(UserName name, String password, List<Role> roles, @Nullable Document customData) {
        User user = new User(name, UUID.randomUUID(), credentials(password), List.copyOf(roles), customData);
        if (users.putIfAbsent(name, user) != null) {
            throw new CommandError(ALREADY_EXISTS, "User \"" + name + "\" already exists");
        }
    }

    /** Changes what is given. */
    void update(UserName name, @Nullable String password, @Nullable List<Role> roles, @Nullable Document customData) {
        ScramCredentials credentials = password == null ? null : credentials(password);
        User changed = users.computeIfPresent(
                name,
                (same, old) -> new User(
                        same,
                        old.id(),
                        credentials == null ? old.credentials() : credentials,
                        roles == null ? old.roles() : List.copyOf(roles),
                        customData == null ? old.customData() : customData));
        if (changed == null) {
            throw notFound(name);
        }
    }

    void remove(UserName name) {
        if (users.remove(name) == null) {
            throw notFound(name);
        }
    }

    @Nullable
    User find(UserName name) {
        return users.get(name);
    }

    List<User> all() {
        return users.values().stream()
                .sorted(Comparator.comparing((User user) -> user.name().database())
                        .thenComparing(user -> user.name().name()))
                .toList();
    }

    private ScramCredentials credentials(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new ScramCredentials(password, salt, ITERATIONS);
    }

    private static CommandError notFound(UserName name) {
        return new CommandError(ErrorCode.USER_NOT_FOUND, "User '" + name + "' not found");
    }
}
