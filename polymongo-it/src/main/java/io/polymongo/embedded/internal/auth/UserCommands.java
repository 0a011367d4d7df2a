package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The commands {@code createUser}, {@code updateUser}, {@code dropUser} and {@code usersInfo}. */
final class UserCommands {

    static final Set<String> NAMES = Set.of("createUser", "updateUser", "dropUser", "usersInfo");

    private static final int MISSING_FIELD = 40414;
    private static final int UNKNOWN_FIELD = 40415;

    private static final Set<String> COMMON = Set.of(
            "$db",
            "lsid",
            "$clusterTime",
            "$readPreference",
            "readConcern",
            "writeConcern",
            "comment",
            "maxTimeMS",
            "apiVersion",
            "apiStrict",
            "apiDeprecationErrors");

    private final Users users;

    UserCommands(Users users) {
        this.users = users;
    }

    /** Answers one of them; whether the client may ask is somebody else's matter. */
    Document handle(Request request) {
        switch (request.name()) {
            case "createUser" -> create(request);
            case "updateUser" -> update(request);
            case "dropUser" -> {
                checkFields(request, Set.of());
                users.remove(name(request));
            }
            default -> {
                return info(request);
            }
        }
        return new Document("ok", 1.0);
    }

    /** Refuses fields that a command does not have. */
    static void checkFields(Request request, Set<String> fields) {
        for (String field : request.body().keySet()) {
            if (!field.equals(request.name()) && !fields.contains(field) && !COMMON.contains(field)) {
                throw new CommandError(
                        UNKNOWN_FIELD, "BSON field '" + request.name() + "." + field + "' is an unknown field.");
            }
        }
    }

    private void create(Request request) {
        checkFields(request, Set.of("pwd", "roles", "customData", "mechanisms", "digestPassword"));
        String password = password(request);
        if (password == null) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "Must provide a 'pwd' field for all user documents, except those with '$external' as the user's source");
        }
        List<Role> roles = roles(request);
        if (roles == null) {
            throw new CommandError(MISSING_FIELD, "BSON field 'createUser.roles' is missing but a required field");
        }
        checkMechanisms(request);
        users.add(name(request), password, roles, customData(request));
    }

    private void update(Request request) {
        checkFields(request, Set.of("pwd", "roles", "customData", "mechanisms", "digestPassword"));
        checkMechanisms(request);
        String password = password(request);
        List<Role> roles = roles(request);
        Document customData = customData(request);
        if (password == null && roles == null && customData == null) {
            throw new CommandError(ErrorCode.BAD_VALUE, "Must specify at least one field to update in updateUser");
        }
        users.update(name(request), password, roles, customData);
    }

    private Document info(Request request) {
        checkFields(request, Set.of());
        Predicate<UserName> asked = asked(request);
        List<Document> found = users.all().stream()
                .filter(user -> asked.test(user.name()))
                .map(User::document)
                .toList();
        return new Document("users", found).append("ok", 1.0);
    }

    private static Predicate<UserName> asked(Request request) {
        Object target = request.target();
        if (target instanceof Number) {
            return name -> name.database().equals(request.database());
        }
        if (target instanceof Document all && Boolean.TRUE.equals(all.get("forAllDBs"))) {
            return name -> true;
        }
        return names(request)::contains;
    }

    /** Whom a {@code usersInfo} asks for by name. */
    static List<UserName> names(Request request) {
        Object target = request.target();
        Collection<?> several = target instanceof Collection<?> many ? many : List.of(target == null ? "" : target);
        List<UserName> names = new ArrayList<>();
        several.forEach(one -> names.add(userName(one, request.database())));
        return names;
    }

    private static UserName userName(@Nullable Object value, String database) {
        if (value instanceof String name) {
            return new UserName(database, name);
        }
        if (value instanceof Document full
                && full.get("user") instanceof String name
                && full.get("db") instanceof String other) {
            return new UserName(other, name);
        }
        throw new CommandError(ErrorCode.BAD_VALUE, "a user is named by a string or by {user, db}");
    }

    private static UserName name(Request request) {
        if (request.target() instanceof String name && !name.isEmpty()) {
            return new UserName(request.database(), name);
        }
        throw new CommandError(ErrorCode.BAD_VALUE, "User document needs 'user' field to be non-empty");
    }

    private static @Nullable String password(Request request) {
        if (Boolean.FALSE.equals(request.body().get("digestPassword"))) {
            throw unsupported("passwords that the client has digested");
        }
        if (!request.body().containsKey("pwd")) {
            return null;
        }
        if (!(request.body().get("pwd") instanceof String password)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "BSON field '" + request.name() + ".pwd' is the wrong type, expected type 'string'");
        }
        if (password.isEmpty()) {
            throw new CommandError(ErrorCode.BAD_VALUE, "User passwords must not be empty");
        }
        if (!ScramCredentials.isPlain(password)) {
            throw unsupported("passwords that are not printable ASCII");
        }
        return password;
    }

    private static @Nullable List<Role> roles(Request request) {
        if (!request.body().containsKey("roles")) {
            return null;
        }
        if (!(request.body().get("roles") instanceof Collection<?> values)) {
            throw new CommandError(
                    ErrorCode.TYPE_MISMATCH,
                    "BSON field '" + request.name() + ".roles' is the wrong type, expected type 'array'");
        }
        List<Role> roles = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof String name) {
                roles.add(new Role(name, request.database()));
            } else if (value instanceof Document role
                    && role.get("role") instanceof String name
                    && role.get("db") instanceof String database) {
                roles.add(new Role(name, database));
            } else {
                throw new CommandError(ErrorCode.BAD_VALUE, "Role names must be either strings or objects");
            }
        }
        return roles;
    }

    private static void checkMechanisms(Request request) {
        Object mechanisms = request.body().get("mechanisms");
        if (request.body().containsKey("mechanisms")
                && !(mechanisms instanceof Collection<?> names
                        && List.copyOf(names).equals(List.of(Users.MECHANISM)))) {
            throw unsupported("other mechanisms than " + Users.MECHANISM);
        }
    }

    private static @Nullable Document customData(Request request) {
        if (!request.body().containsKey("customData")) {
            return null;
        }
        if (request.body().get("customData") instanceof Document data) {
            return data;
        }
        throw new CommandError(
                ErrorCode.TYPE_MISMATCH,
                "BSON field '" + request.name() + ".customData' is the wrong type, expected type 'object'");
    }

    private static CommandError unsupported(String what) {
        return new CommandError(ErrorCode.COMMAND_NOT_SUPPORTED, "the embedded server does not support " + what);
    }
}
