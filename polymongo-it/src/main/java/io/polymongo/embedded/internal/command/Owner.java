package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.BinData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Whose a session, a cursor or a running command is. Where users are not enforced everything is nobody's, and so everybody
 * has a part in it.
 *
 * @param name the user's full name, or nothing
 */
public record Owner(String name) {

    public static final Owner NOBODY = new Owner("");

    /** Whose everything is that comes over a connection. */
    public static Owner of(Connection connection) {
        Owner owner = connection.attribute(Owner.class);
        return owner == null ? NOBODY : owner;
    }

    /** As sessions show it: a hash of the name. */
    public BinData uid() {
        try {
            return Binary.of(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
