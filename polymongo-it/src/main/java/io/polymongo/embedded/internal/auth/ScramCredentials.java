package io.polymongo.embedded.internal.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What a server keeps of a password for SCRAM-SHA-256 (RFC 7677): enough to check a proof, not to make one. */
final class ScramCredentials {

    private static final int KEY_BITS = 256;

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /**
     * Derives them from a password.
     *
     * @param password ASCII without control characters; others would need SASLprep
     */
    ScramCredentials(String password, byte[] salt, int iterations) {
        if (!isPlain(password)) {
            throw new IllegalArgumentException("the embedded server supports only printable ASCII in passwords");
        }
        this.salt = salt.clone();
        this.iterations = iterations;
        byte[] salted = derive(password, salt, iterations);
        this.storedKey = digest(hmac(salted, "Client Key"));
        this.serverKey = hmac(salted, "Server Key");
        Arrays.fill(salted, (byte) 0);
    }

    byte[] salt() {
        return salt.clone();
    }

    int iterations() {
        return iterations;
    }

    /** Whether a client's proof shows that it knows the password; compared in constant time. */
    boolean accepts(byte[] proof, String authMessage) {
        byte[] clientKey = hmac(storedKey, authMessage);
        if (proof.length != clientKey.length) {
            return false;
        }
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(storedKey, digest(clientKey));
    }

    /** What shows the client that the server knows the user. */
    byte[] serverSignature(String authMessage) {
        return hmac(serverKey, authMessage);
    }

    static boolean isPlain(String password) {
        return !password.isEmpty() && password.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PBKDF2 with SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
