package io.polymongo.it.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A port on loopback that hangs up on some, and hands the others on to a server. */
final class Gatekeeper implements AutoCloseable {

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int SECOND_BYTE_OF_TLS = 3;
    private static final int HEADER = 16;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int server;

    private Gatekeeper(int server) throws IOException {
        this.server = server;
        threads.execute(this::accept);
    }

    static Gatekeeper whoLetsNobodyIn() throws IOException {
        return new Gatekeeper(0);
    }

    static Gatekeeper whoResetsTls(int server) throws IOException {
        return new Gatekeeper(server);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                sockets.add(client);
                if (server == 0) {
                    client.close();
                } else {
                    threads.execute(() -> serve(client));
                }
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket client) {
        try {
            byte[] begin = client.getInputStream().readNBytes(HEADER);
            if (begin.length == HEADER && begin[0] == TLS_HANDSHAKE && begin[1] == SECOND_BYTE_OF_TLS) {
                client.setSoLinger(true, 0);
                client.close();
                return;
            }
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            sockets.add(behind);
            behind.getOutputStream().write(begin);
            threads.execute(() -> pass(behind, client));
            pass(client, behind);
        } catch (IOException e) {
            // One side hung up.
            return;
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side hung up.
            return;
        }
    }

    @Override
    public void close() throws Exception {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
        if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the gatekeeper goes on");
        }
    }
}
