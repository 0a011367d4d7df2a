package io.polymongo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "only-for-this-test";

    private final StandInData data = new StandInData();

    /** A key and a certificate for 127.0.0.1 that nobody else knows, made by the JDK's own tool. */
    private static SSLContext context(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void aDriverThatTrustsTheCertificateIsServed(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder);
        try (EmbeddedMongo server =
                        Servers.start(EmbeddedMongo.builder().members(3).tls(context), data);
                MongoClient client =
                        Servers.client(server, settings -> settings.applyToSslSettings(ssl -> ssl.context(context)))) {
            assertThat(server.connectionString()).endsWith("/?replicaSet=rs0&tls=true");

            client.getDatabase("d").getCollection("c").insertOne(new Document("x", "y".repeat(1_000_000)));

            assertThat(data.inserted()).hasSize(1);
        }
    }

    @Test
    void aDriverThatDoesNotIsCutOff(@TempDir Path folder) throws Exception {
        try (EmbeddedMongo server = Servers.start(EmbeddedMongo.builder().tls(context(folder)), data);
                MongoClient plain = Servers.client(
                        server,
                        settings -> settings.applyToSslSettings(ssl -> ssl.enabled(false))
                                .applyToClusterSettings(
                                        cluster -> cluster.serverSelectionTimeout(500, TimeUnit.MILLISECONDS)))) {
            assertThatThrownBy(() -> plain.getDatabase("d").runCommand(new Document("ping", 1)))
                    .isInstanceOf(MongoTimeoutException.class);
            assertThat(data.hellos()).isZero();
        }
    }
}
