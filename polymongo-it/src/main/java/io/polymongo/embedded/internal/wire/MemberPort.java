package io.polymongo.embedded.internal.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket of one member, and the connections that came in by it. Bound first, so that its number is known;
 * serves when it is told so. Closed once; a member that comes back gets a new one.
 */
public final class MemberPort implements AutoCloseable {

    /** By number, as a name might stand for an address of the other family. */
    private static final String LOOPBACK = "127.0.0.1";

    private final Network network;
    private final int member;
    private final @Nullable SSLContext tls;
    private final Set<MemberConnection> connections = ConcurrentHashMap.newKeySet();
    private final Channel listening;
    private final int number;
    private volatile @Nullable CommandRunner runner;
    private volatile boolean closed;
    private @Nullable KeptNumber kept;

    MemberPort(Network network, int member, int port, @Nullable SSLContext tls) {
        this.network = network;
        this.member = member;
        this.tls = tls;
        ChannelFuture bound =
                bootstrap().bind(new InetSocketAddress(LOOPBACK, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    "the embedded server cannot listen on " + LOOPBACK + ":" + port, new IOException(bound.cause()));
        }
        this.listening = bound.channel();
        // Kept, as a closed channel does not know it any more.
        this.number = ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(network.loops())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connect(channel);
                    }
                });
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** Where clients find it. */
    public String address() {
        return LOOPBACK + ":" + number;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** How many connections it has. */
    public int connections() {
        return connections.size();
    }

    void serve(CommandRunner commands) {
        runner = commands;
        listening.config().setAutoRead(true);
    }

    private void connect(SocketChannel channel) {
        CommandRunner commands = runner;
        if (closed || commands == null) {
            channel.close();
            return;
        }
        SSLContext secured = tls;
        if (secured != null) {
            SSLEngine engine = secured.createSSLEngine();
            engine.setUseClientMode(false);
            channel.pipeline().addLast(new SslHandler(engine));
        }
        MemberConnection connection =
                new MemberConnection(network.nextConnectionId(), member, channel, network.workers(), commands);
        connections.add(connection);
        channel.closeFuture().addListener(future -> {
            connections.remove(connection);
            connection.gone();
        });
        channel.pipeline().addLast(new FrameDecoder(), new ConnectionHandler(connection));
        if (closed) {
            channel.close();
        }
    }

    /** Closes it for a while: nobody else is given its number before it is released. */
    public void closeAndKeep() {
        close();
        kept = KeptNumber.of(LOOPBACK, number);
    }

    /** Lets go of the number of a port that was closed for a while. */
    public void release() {
        KeptNumber own = kept;
        kept = null;
        if (own != null) {
            own.close();
        }
    }

    /** Closes the port, then its connections, each after the answer that is being worked on; waits for a short while. */
    @Override
    public void close() {
        closed = true;
        release();
        listening.close().syncUninterruptibly();
        List<MemberConnection> open = new ArrayList<>(connections);
        open.forEach(MemberConnection::end);
        open.forEach(MemberConnection::awaitClosed);
    }
}
