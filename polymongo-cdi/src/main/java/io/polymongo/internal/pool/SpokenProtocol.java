package io.polymongo.internal.pool;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whether a server that ends every connection speaks TLS where the client does not, or the other way round: both look
 * like a server that is just going away, until it is spoken to in the other way. Nothing secret is sent.
 */
final class SpokenProtocol {

    /** For each step: this is asked once more after all that the driver asked in vain. */
    private static final int MILLIS = 1_000;

    private static final int REQUEST_ID = 1;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;

    private SpokenProtocol() {}

    /** Asks the first server that lets itself be reached, and hangs up; at most two seconds. */
    static boolean isOther(MongoClientSettings settings, ClusterDescription seen) {
        if (settings.getSocketSettings().getProxySettings().isProxyEnabled()
                || seen.getServerDescriptions().stream().anyMatch(ServerDescription::isOk)) {
            return false;
        }
        return seen.getServerDescriptions().stream()
                .filter(SpokenProtocol::hangsUp)
                .findFirst()
                .map(ServerDescription::getAddress)
                .map(address -> settings.getSslSettings().isEnabled() ? speaksPlainly(address) : speaksTls(address))
                .orElse(false);
    }

    private static boolean hangsUp(ServerDescription server) {
        Throwable error = server.getException();
        return server.getAddress().getClass() == ServerAddress.class
                && error instanceof MongoSocketException
                && !(error instanceof MongoSocketOpenException)
                && !(error.getCause() instanceof UnknownHostException);
    }

    private static boolean speaksTls(ServerAddress address) {
        AtomicBoolean certificate = new AtomicBoolean();
        try (Socket socket = connect(address)) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Curious(certificate)}, null);
            try (SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, address.getHost(), address.getPort(), true)) {
                tls.startHandshake();
            }
        } catch (IOException | GeneralSecurityException e) {
            // It always ends so: a certificate that came is all that was asked for.
            return certificate.get();
        }
        return certificate.get();
    }

    private static boolean speaksPlainly(ServerAddress address) {
        try (Socket socket = connect(address)) {
            socket.getOutputStream().write(hello());
            byte[] header = new byte[HEADER];
            new DataInputStream(socket.getInputStream()).readFully(header);
            ByteBuffer answer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            return answer.getInt(8) == REQUEST_ID && answer.getInt(12) == OP_MSG;
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket connect(ServerAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), MILLIS);
            socket.setSoTimeout(MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The message {@code {hello: 1, $db: "admin"}}. */
    private static byte[] hello() {
        byte[] name = "hello\0".getBytes(StandardCharsets.US_ASCII);
        byte[] db = "$db\0".getBytes(StandardCharsets.US_ASCII);
        byte[] admin = "admin\0".getBytes(StandardCharsets.US_ASCII);
        int document = 4 + 1 + name.length + 4 + 1 + db.length + 4 + admin.length + 1;
        int length = HEADER + 4 + 1 + document;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(REQUEST_ID)
                .putInt(0)
                .putInt(OP_MSG)
                .putInt(0)
                .put((byte) 0)
                .putInt(document)
                .put((byte) 0x10)
                .put(name)
                .putInt(1)
                .put((byte) 0x02)
                .put(db)
                .putInt(admin.length)
                .put(admin)
                .put((byte) 0)
                .array();
    }

    /** Trusts nobody: it only wants to see whether a certificate comes. */
    private record Curious(AtomicBoolean certificate) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("nobody is trusted here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            certificate.set(true);
            throw new CertificateException("nobody is trusted here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
