package io.polymongo.it.start;

import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.embedded.internal.auth.TestCertificates;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Servers that do not let everybody in. */
final class GuardedServers {

    /** What no log line and no error may tell. */
    static final String PASSWORD = "correct-horse-battery";

    static final String WRONG_PASSWORD = "wrong-horse-battery";

    private GuardedServers() {}

    /** With {@code app}, who may use the database app, and {@code nobody}, who may do nothing. */
    static EmbeddedMongo withUsers() {
        return EmbeddedMongo.builder()
                .user("root", PASSWORD, "root")
                .user("app", PASSWORD, "readWrite@app")
                .user("nobody", PASSWORD)
                .start();
    }

    /** With a certificate that nobody trusts. */
    static EmbeddedMongo withTls(Path folder) throws Exception {
        KeyStore keys = TestCertificates.selfSigned(folder);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TestCertificates.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return EmbeddedMongo.builder().tls(context).start();
    }

    static String uri(EmbeddedMongo server, String user, String password) {
        return "mongodb://" + user + ":" + password + "@127.0.0.1:" + server.port() + "/?authSource=admin";
    }
}
