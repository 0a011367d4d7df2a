package io.polymongo.embedded.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Cuts the stream of bytes into frames. A length that cannot be one leaves nothing to go on with: that closes the
 * connection, and so does a first message that answers another one, since it is no message but the beginning of TLS.
 * Nothing else does. Reading what is inside is left to others.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private static final Logger LOG = System.getLogger(FrameDecoder.class.getName());

    private static final int RESPONSE_TO = 8;

    private boolean begun;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Frame.HEADER) {
            return;
        }
        int length = in.getIntLE(in.readerIndex());
        if (length < Frame.HEADER || length > Frame.LARGEST) {
            LOG.log(Level.WARNING, "A message of {0} bytes cannot be read: its connection is closed", length);
            close(context, in);
            return;
        }
        if (!begun && isAnswer(in.getIntLE(in.readerIndex() + RESPONSE_TO))) {
            LOG.log(Level.WARNING, "TLS is spoken to a server without it: the connection is closed");
            close(context, in);
            return;
        }
        begun = true;
        if (in.readableBytes() >= length) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            out.add(new Frame(bytes));
        }
    }

    private static void close(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        context.close();
    }

    /** As MongoDB tells them apart: some clients write -1 where there is nothing to answer. */
    private static boolean isAnswer(int responseTo) {
        return responseTo != 0 && responseTo != -1;
    }
}
