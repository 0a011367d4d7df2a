package io.polymongo.embedded.internal.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.polymongo.embedded.internal.command.CommandHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a server, all of them daemons: a few for the sockets and for what can be answered at once, and as many for
 * other commands as run at a time. Closing it ends them.
 */
public final class Network implements AutoCloseable {

    private static final int LOOPS = 2;
    private static final long END_SECONDS = 5;

    private final EventLoopGroup loops = newLoops();
    private final ExecutorService workers =
            Executors.newCachedThreadPool(new DefaultThreadFactory("embedded-mongo-command", true));
    private final AtomicInteger connectionIds = new AtomicInteger();
    private final @Nullable SSLContext tls;

    /**
     * Starts nothing yet.
     *
     * @param tls what the sockets are secured with, or null
     */
    public Network(@Nullable SSLContext tls) {
        this.tls = tls;
    }

    /** Deprecated from Netty 4.2 on, and the only group that 4.1 has. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newLoops() {
        return new NioEventLoopGroup(LOOPS, new DefaultThreadFactory("embedded-mongo-io", true));
    }

    /** Binds a member's port, 0 for a free one; it answers from {@link #serve} on. */
    public MemberPort bind(int member, int port) {
        return new MemberPort(this, member, port, tls);
    }

    /** Lets a port take connections, whose commands this handler answers. */
    public void serve(MemberPort port, CommandHandler handler) {
        port.serve(new CommandRunner(handler));
    }

    /** For what is to happen later; what it runs must not wait. */
    public ScheduledExecutorService timers() {
        return loops;
    }

    EventLoopGroup loops() {
        return loops;
    }

    ExecutorService workers() {
        return workers;
    }

    int nextConnectionId() {
        return connectionIds.incrementAndGet();
    }

    /** Interrupts what still runs and ends all threads. The ports are to be closed before. */
    @Override
    public void close() {
        workers.shutdownNow();
        loops.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(END_SECONDS, TimeUnit.SECONDS);
        awaitWorkers();
    }

    private void awaitWorkers() {
        try {
            workers.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
