package io.polymongo.embedded.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    private Path directory;

    @Test
    void servesAClientThatTrustsTheCertificate() throws Exception {
        KeyStore store = TestCertificates.selfSigned(directory);
        SSLContext server = Certificates.of(store, TestCertificates.PASSWORD.toCharArray());

        assertThat(handshake(server, trusting(store))).isEqualTo(42);
        assertThatThrownBy(() -> handshake(server, SSLContext.getDefault())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void readsPem() throws Exception {
        KeyStore store = TestCertificates.selfSigned(directory);
        char[] password = TestCertificates.PASSWORD.toCharArray();
        Path file = directory.resolve("server.pem");
        String certificate = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
        String key = pem("PRIVATE KEY", store.getKey("server", password).getEncoded());
        Files.writeString(file, certificate + key);

        assertThat(handshake(Certificates.ofPem(file), trusting(store))).isEqualTo(42);

        Files.writeString(file, certificate);
        assertThatThrownBy(() -> Certificates.ofPem(file)).hasMessageContaining("has no private key");
        Files.writeString(file, key);
        assertThatThrownBy(() -> Certificates.ofPem(file)).hasMessageContaining("has no certificate");
    }

    @Test
    void refusesAnotherPassword() throws Exception {
        KeyStore store = TestCertificates.selfSigned(directory);

        assertThatThrownBy(() -> Certificates.of(store, "another".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int handshake(SSLContext server, SSLContext client) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listening));
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                int read = socket.getInputStream().read();
                answered.get(2, TimeUnit.MINUTES);
                return read;
            }
        }
    }

    private static void answer(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.getOutputStream().write(42);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SSLContext trusting(KeyStore server) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}
