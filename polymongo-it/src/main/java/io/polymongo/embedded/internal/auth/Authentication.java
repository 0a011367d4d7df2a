package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.Request;
import io.polymongo.embedded.internal.command.UserName;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client show who it is, and lets through what it may do. Where users are not enforced everything is let
 * through, and clients may authenticate all the same. Thread-safe.
 */
public final class Authentication implements CommandHandler {

    private static final Set<String> HELLO = Set.of("hello", "isMaster", "ismaster");

    private static final int NUMBER_WITHOUT_LOGIN = 50889;

    private final Users users;
    private final Sasl sasl;
    private final UserCommands userCommands;
    private final Ownership ownership;
    private final CommandHandler next;

    /**
     * Stands before another handler.
     *
     * @param random for nonces
     * @param belongings what a user may do something with because it is his
     */
    public Authentication(Users users, SecureRandom random, Belongings belongings, CommandHandler next) {
        this.users = users;
        this.ownership = new Ownership(users, belongings);
        this.sasl = new Sasl(users, random);
        this.userCommands = new UserCommands(users);
        this.next = next;
    }

    @Override
    public Document handle(Request request) {
        check(request);
        checkTransaction(request);
        String name = request.name();
        if (HELLO.contains(name)) {
            return hello(request);
        }
        if (UserCommands.NAMES.contains(name)) {
            return userCommands.handle(request);
        }
        return switch (name) {
            case "killAllSessions" -> {
                ownership.checkUsers(request);
                yield next.handle(request);
            }
            case "killAllSessionsByPattern" -> {
                ownership.checkPatterns(request);
                yield next.handle(request);
            }
            case "saslStart" -> sasl.start(request.connection(), request.database(), request.body());
            case "saslContinue" -> sasl.resume(request.connection(), request.body());
            case "logout" -> logout(request);
            case "connectionStatus" -> connectionStatus(request);
            case "listDatabases" -> listDatabases(request);
            default -> next.handle(request);
        };
    }

    /**
     * Throws unless the client may run the command; also for handlers that stand before this one.
     *
     * @throws CommandError 13
     */
    public void check(Request request) {
        if (!users.enforced() || Rights.needsNobody(request.name())) {
            return;
        }
        User user = user(request.connection());
        if (user == null) {
            throw new CommandError(ErrorCode.UNAUTHORIZED, "command " + request.name() + " requires authentication");
        }
        if (!ownership.permit(user, request)) {
            throw new CommandError(
                    ErrorCode.UNAUTHORIZED,
                    "not authorized on " + request.database() + " to execute command " + shown(request));
        }
    }

    private static void checkTransaction(Request request) {
        if (!Rights.needsNobody(request.name())) {
            return;
        }
        if (request.body().containsKey("autocommit")) {
            throw new CommandError(
                    ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION, "This command is not supported in transactions");
        }
        if (request.body().containsKey("txnNumber")) {
            throw new CommandError(NUMBER_WITHOUT_LOGIN, "It is illegal to provide a txnNumber for this command");
        }
    }

    private Document hello(Request request) {
        if (request.body().get("speculativeAuthenticate") instanceof Document start && start.isEmpty()) {
            throw new CommandError(ErrorCode.BAD_VALUE, "hello.speculativeAuthenticate must be a non-empty Object");
        }
        List<String> mechanisms = mechanisms(request.body().get("saslSupportedMechs"));
        Document reply = new Document(next.handle(request));
        if (mechanisms != null) {
            reply.append("saslSupportedMechs", mechanisms);
        }
        if (request.body().get("speculativeAuthenticate") instanceof Document start) {
            Document started = sasl.speculate(request.connection(), start);
            if (started != null) {
                started.remove("ok");
                reply.append("speculativeAuthenticate", started);
            }
        }
        return reply;
    }

    private @Nullable List<String> mechanisms(@Nullable Object userName) {
        if (userName instanceof String name) {
            return users.mechanisms(name);
        }
        return userName instanceof Document full
                        && full.get("user") instanceof String name
                        && full.get("db") instanceof String database
                ? users.mechanisms(database + "." + name)
                : null;
    }

    private static Document logout(Request request) {
        UserCommands.checkFields(request, Set.of());
        UserName name = request.connection().attribute(UserName.class);
        if (name != null && name.database().equals(request.database())) {
            request.connection().attribute(UserName.class, null);
            request.connection().attribute(Owner.class, null);
        }
        return new Document("ok", 1.0);
    }

    private Document connectionStatus(Request request) {
        UserCommands.checkFields(request, Set.of("showPrivileges"));
        if (Boolean.TRUE.equals(request.body().get("showPrivileges"))) {
            throw new CommandError(
                    ErrorCode.COMMAND_NOT_SUPPORTED,
                    "the embedded server does not support 'showPrivileges' of connectionStatus");
        }
        User user = user(request.connection());
        List<Document> names = user == null ? List.of() : List.of(user.name().document());
        List<Document> roles = user == null
                ? List.of()
                : user.roles().stream().map(Role::document).toList();
        return new Document(
                        "authInfo", new Document("authenticatedUsers", names).append("authenticatedUserRoles", roles))
                .append("ok", 1.0);
    }

    // Who may not list all databases gets those that he has any right in.
    private Document listDatabases(Request request) {
        Document reply = next.handle(request);
        User user = user(request.connection());
        boolean onlyOwn = Boolean.TRUE.equals(request.body().get("authorizedDatabases"));
        if (!users.enforced()
                || user == null
                || (!onlyOwn && (user.mayEverywhere(Right.INSPECT) || user.mayEverywhere(Right.MONITOR)))
                || !(reply.get("databases") instanceof Collection<?> all)) {
            return reply;
        }
        List<?> own = all.stream()
                .filter(item -> item instanceof Document database
                        && user.may(Right.INSPECT, String.valueOf(database.get("name"))))
                .toList();
        Document shortened = new Document(reply).append("databases", own);
        if (reply.containsKey("totalSize")) {
            long size = own.stream()
                    .mapToLong(item ->
                            item instanceof Document database && database.get("sizeOnDisk") instanceof Number bytes
                                    ? bytes.longValue()
                                    : 0)
                    .sum();
            shortened.append("totalSize", size).append("totalSizeMb", size >> 20);
        }
        return shortened;
    }

    // A user that was dropped meanwhile is nobody.
    private @Nullable User user(Connection connection) {
        UserName name = connection.attribute(UserName.class);
        return name == null ? null : users.find(name);
    }

    private static String shown(Request request) {
        Object target = request.target();
        String value =
                target instanceof String text ? "\"" + text + "\"" : target instanceof Number ? "" + target : "...";
        return "{ " + request.name() + ": " + value + ", $db: \"" + request.database() + "\" }";
    }
}
