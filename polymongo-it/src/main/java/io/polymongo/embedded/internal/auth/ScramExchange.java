package io.polymongo.embedded.internal.auth;

import io.polymongo.embedded.internal.command.UserName;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One conversation of SCRAM-SHA-256 as the server holds it. Not thread-safe: a connection's commands come in turn. */
final class ScramExchange {

    private static final int NONCE_BYTES = 24;
    private static final int SHORTEST_NONCE_FIELD = 6;

    private final Function<UserName, @Nullable User> users;
    private final String database;
    private final boolean skipEmptyExchange;
    private final String serverNonce;

    private int step;
    private String nonce = "";
    private String authMessage = "";
    private @Nullable User user;

    ScramExchange(
            Function<UserName, @Nullable User> users, String database, boolean skipEmptyExchange, SecureRandom random) {
        this(users, database, skipEmptyExchange, nonce(random));
    }

    ScramExchange(
            Function<UserName, @Nullable User> users, String database, boolean skipEmptyExchange, String serverNonce) {
        this.users = users;
        this.database = database;
        this.skipEmptyExchange = skipEmptyExchange;
        this.serverNonce = serverNonce;
    }

    /** Answers the client's next message, or null: the authentication has failed. */
    @Nullable
    String answer(String message) {
        step++;
        return switch (step) {
            case 1 -> first(message);
            case 2 -> last(message);
            case 3 -> skipEmptyExchange ? null : "";
            default -> null;
        };
    }

    /** Whether the client has shown who it is, and has nothing more to send. */
    boolean isDone() {
        return step >= (skipEmptyExchange ? 2 : 3);
    }

    /** Whom the client says to be; set after the first message. */
    User user() {
        User known = user;
        if (known == null) {
            throw new IllegalStateException("the client has not said its name");
        }
        return known;
    }

    // gs2-cbind-flag "," [ authzid ] "," "n=" name "," "r=" nonce [ "," extensions ]
    private @Nullable String first(String message) {
        String[] parts = message.split(",", 3);
        if (parts.length < 3 || !(parts[0].equals("n") || parts[0].equals("y")) || parts[2].startsWith("m=")) {
            return null;
        }
        String[] fields = parts[2].split(",+");
        if (fields.length < 2
                || !fields[0].startsWith("n=")
                || !fields[1].startsWith("r=")
                || fields[1].length() < SHORTEST_NONCE_FIELD) {
            return null;
        }
        String name = fields[0].substring(2).replace("=2C", ",").replace("=3D", "=");
        if (!parts[1].isEmpty() && !parts[1].equals("a=" + name)) {
            return null;
        }
        User found = users.apply(new UserName(database, name));
        if (found == null) {
            return null;
        }
        user = found;
        nonce = fields[1].substring(2) + serverNonce;
        String answer = "r=" + nonce
                + ",s=" + Base64.getEncoder().encodeToString(found.credentials().salt())
                + ",i=" + found.credentials().iterations();
        authMessage = parts[2] + "," + answer;
        return answer;
    }

    // "c=" channel binding "," "r=" nonce [ "," extensions ] "," "p=" proof
    private @Nullable String last(String message) {
        int comma = message.lastIndexOf(',');
        if (comma < 0 || !message.startsWith("p=", comma + 1)) {
            return null;
        }
        String withoutProof = message.substring(0, comma);
        String[] fields = withoutProof.split(",+");
        if (fields.length < 2
                || !fields[0].startsWith("c=")
                || fields[0].length() < 3
                || !fields[1].equals("r=" + nonce)) {
            return null;
        }
        String whole = authMessage + "," + withoutProof;
        byte[] proof;
        try {
            proof = Base64.getDecoder().decode(message.substring(comma + 3));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        ScramCredentials credentials = user().credentials();
        if (!credentials.accepts(proof, whole)) {
            return null;
        }
        return "v="
                + new String(Base64.getEncoder().encode(credentials.serverSignature(whole)), StandardCharsets.US_ASCII);
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
