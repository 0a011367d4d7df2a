package io.polymongo.embedded.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Cuts the stream of bytes into frames. A length that cannot be one leaves nothing to go on with: that alone closes the
 * connection. Reading what is inside is left to others.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private static final Logger LOG = System.getLogger(FrameDecoder.class.getName());

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Frame.HEADER) {
            return;
        }
        int length = in.getIntLE(in.readerIndex());
        if (length < Frame.HEADER || length > Frame.LARGEST) {
            LOG.log(Level.WARNING, "A message of {0} bytes cannot be read: its connection is closed", length);
            in.skipBytes(in.readableBytes());
            context.close();
            return;
        }
        if (in.readableBytes() >= length) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            out.add(new Frame(bytes));
        }
    }
}
