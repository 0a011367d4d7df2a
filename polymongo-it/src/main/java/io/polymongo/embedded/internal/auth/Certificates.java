package io.polymongo.embedded.internal.auth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What the server shows of itself over TLS, as a context whose engines are for the server's side. */
public final class Certificates {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Certificates() {}

    /**
     * A context with the private key of a key store.
     *
     * @param store with one private key and its certificate chain
     * @param password of the key
     * @throws IllegalArgumentException if the key cannot be used
     */
    public static SSLContext of(KeyStore store, char[] password) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key store cannot be used for TLS", e);
        }
    }

    /**
     * A context with a certificate chain and its key from a file in PEM, as {@code mongod --tlsCertificateKeyFile}
     * takes it.
     *
     * @param file with X.509 certificates, the server's first, and one PKCS#8 private key that is not encrypted
     * @throws IllegalArgumentException if they cannot be used
     */
    public static SSLContext ofPem(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(file, text), new char[0], chain(file, text));
            return of(store, new char[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be used for TLS", e);
        }
    }

    private static Certificate[] chain(Path file, String text) throws GeneralSecurityException {
        StringBuilder all = new StringBuilder();
        Matcher matcher = CERTIFICATE.matcher(text);
        while (matcher.find()) {
            all.append(matcher.group()).append('\n');
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("the file " + file + " has no certificate");
        }
        Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(all.toString().getBytes(StandardCharsets.US_ASCII)));
        return chain.toArray(new Certificate[0]);
    }

    private static PrivateKey key(Path file, String text) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("the file " + file + " has no private key (PKCS#8, not encrypted)");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                // The key does not say of which kind it is but by being readable as one.
            }
        }
        throw new IllegalArgumentException("the private key in " + file + " is none of " + ALGORITHMS);
    }
}
