package io.polymongo.embedded.internal.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The end of a socket's pipeline: hands its frames to the connection. */
final class ConnectionHandler extends SimpleChannelInboundHandler<Frame> {

    private static final Logger LOG = System.getLogger(ConnectionHandler.class.getName());

    private final MemberConnection connection;

    ConnectionHandler(MemberConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        connection.accept(frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        connection.readComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that went away, or one that does not speak TLS where it must: there is nobody to tell.
        LOG.log(Level.DEBUG, "A connection broke", cause);
        context.close();
    }
}
