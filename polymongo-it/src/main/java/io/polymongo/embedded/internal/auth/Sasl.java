package io.polymongo.embedded.internal.auth;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Owner;
import io.polymongo.embedded.internal.command.UserName;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The commands {@code saslStart} and {@code saslContinue}, also inside {@code hello}. */
final class Sasl {

    private static final String OLDER_MECHANISM = "SCRAM-SHA-1";
    private static final int CONVERSATION = 1;
    private static final int AUTHENTICATED_AS_ANOTHER = 5626701;
    private static final int AUTHENTICATED_IN_ANOTHER = 5626702;

    private final Users users;
    private final SecureRandom random;

    Sasl(Users users, SecureRandom random) {
        this.users = users;
        this.random = random;
    }

    Document start(Connection connection, String database, Document command) {
        connection.attribute(ScramExchange.class, null);
        boolean skip = command.get("options") instanceof Document options
                && Boolean.TRUE.equals(options.get("skipEmptyExchange"));
        ScramExchange exchange = new ScramExchange(users::find, database, skip, random);
        if (OLDER_MECHANISM.equals(command.get("mechanism")) && exchange.answer(text(command.get("payload"))) == null) {
            // What a driver falls back to that was told no mechanism in hello, because nobody has the name.
            throw authenticationFailed();
        }
        if (!Users.MECHANISM.equals(command.get("mechanism"))) {
            throw new CommandError(
                    ErrorCode.MECHANISM_UNAVAILABLE,
                    "Received authentication for mechanism " + command.get("mechanism")
                            + " which is unknown or not enabled");
        }
        connection.attribute(ScramExchange.class, exchange);
        return step(connection, exchange, command);
    }

    Document resume(Connection connection, Document command) {
        ScramExchange exchange = connection.attribute(ScramExchange.class);
        if (exchange == null) {
            throw new CommandError(ErrorCode.PROTOCOL_ERROR, "No SASL session state found");
        }
        if (!(command.get("conversationId") instanceof Number id) || id.intValue() != CONVERSATION) {
            connection.attribute(ScramExchange.class, null);
            throw new CommandError(ErrorCode.PROTOCOL_ERROR, "sasl: Mismatched conversation id");
        }
        return step(connection, exchange, command);
    }

    /** Starts inside a hello; null where that failed, which is no error. */
    @Nullable
    Document speculate(Connection connection, Document command) {
        if (!(command.get("db") instanceof String database)) {
            return null;
        }
        try {
            return start(connection, database, command);
        } catch (CommandError e) {
            connection.attribute(ScramExchange.class, null);
            return null;
        }
    }

    private Document step(Connection connection, ScramExchange exchange, Document command) {
        Object payload = command.get("payload");
        String answer = exchange.answer(text(payload));
        if (answer == null) {
            connection.attribute(ScramExchange.class, null);
            throw authenticationFailed();
        }
        if (exchange.isDone()) {
            connection.attribute(ScramExchange.class, null);
            remember(connection, exchange.user().name());
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return new Document("conversationId", CONVERSATION)
                .append("done", exchange.isDone())
                .append(
                        "payload",
                        payload instanceof String ? Base64.getEncoder().encodeToString(bytes) : Binary.of(bytes))
                .append("ok", 1.0);
    }

    private static CommandError authenticationFailed() {
        return new CommandError(ErrorCode.AUTHENTICATION_FAILED, "Authentication failed.");
    }

    private void remember(Connection connection, UserName name) {
        UserName before = connection.attribute(UserName.class);
        if (before == null || before.equals(name)) {
            connection.attribute(UserName.class, name);
            if (users.enforced()) {
                connection.attribute(Owner.class, new Owner(name.toString()));
            }
        } else if (before.database().equals(name.database())) {
            throw new CommandError(
                    AUTHENTICATED_AS_ANOTHER,
                    "Each client connection may only be authenticated once. Previously authenticated as: " + before);
        } else {
            throw new CommandError(
                    AUTHENTICATED_IN_ANOTHER,
                    "Client has attempted to authenticate on multiple databases. Already authenticated as: " + before);
        }
    }

    private static String text(@Nullable Object payload) {
        if (payload instanceof BinData data) {
            return new String(Binary.bytes(data), StandardCharsets.UTF_8);
        }
        if (payload instanceof String base64) {
            try {
                return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                throw new CommandError(ErrorCode.FAILED_TO_PARSE, "the payload is not valid base64");
            }
        }
        throw new CommandError(ErrorCode.TYPE_MISMATCH, "BSON field 'payload' is the wrong type, expected binData");
    }
}
