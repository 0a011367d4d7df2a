package io.polymongo.embedded.internal.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/**
 * The number of a port that is down and will come up again: bound, so that the system gives it to no connection that goes
 * out meanwhile, and not listening, so that whoever comes in is refused.
 */
final class KeptNumber implements AutoCloseable {

    private static final int MOST_TRIES = 5_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Socket bound;

    private KeptNumber(Socket bound) {
        this.bound = bound;
    }

    /** Takes a number whose port was just closed. */
    static KeptNumber of(String host, int number) {
        InetSocketAddress address = new InetSocketAddress(host, number);
        for (int tries = 1; ; tries++) {
            try {
                return new KeptNumber(bound(address));
            } catch (IOException e) {
                if (tries == MOST_TRIES) {
                    throw new UncheckedIOException("the port " + number + " was taken as soon as it was closed", e);
                }
                // A channel that a selector knows is closed for the system only when the selector looks again.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Socket bound(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            // Connections that were closed a moment ago have it still.
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port was not let go", e);
        }
    }
}
