package io.polymongo.it.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Ports of this machine alone. */
final class Ports {

    private Ports() {}

    /** One that nobody listens on, for runtimes that do not find one by themselves and tell which. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }
}
