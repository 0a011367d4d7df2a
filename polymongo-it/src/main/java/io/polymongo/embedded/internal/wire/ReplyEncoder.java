package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes messages of replies. A reply that cannot be written becomes an error in its place. Thread-safe. */
final class ReplyEncoder {

    private static final Logger LOG = System.getLogger(ReplyEncoder.class.getName());
    private static final int OP_REPLY = 1;
    private static final int QUERY_FAILURE = 2;
    private static final int AWAIT_CAPABLE = 8;
    private static final int MOSTLY_ENOUGH = 512;

    private final AtomicInteger ids = new AtomicInteger();

    ReplyEncoder() {}

    /** The number of the next message. */
    int nextId() {
        return ids.incrementAndGet();
    }

    ByteBuf message(int id, int responseTo, Document reply, boolean moreToCome) {
        return encoded(reply, document -> {
            ByteBuf out = header(id, responseTo, OpMsg.OP_CODE);
            out.writeIntLE(moreToCome ? OpMsg.MORE_TO_COME : 0);
            out.writeByte(0);
            return finished(out, document);
        });
    }

    /** The answer to a query of old. */
    ByteBuf reply(int responseTo, Document reply, boolean failed) {
        return encoded(reply, document -> {
            ByteBuf out = header(nextId(), responseTo, OP_REPLY);
            out.writeIntLE(failed ? QUERY_FAILURE : AWAIT_CAPABLE);
            out.writeLongLE(0);
            out.writeIntLE(0);
            out.writeIntLE(1);
            return finished(out, document);
        });
    }

    private interface Form {
        ByteBuf of(Document document);
    }

    private static ByteBuf encoded(Document reply, Form form) {
        try {
            return form.of(reply);
        } catch (CommandError e) {
            return form.of(e.reply());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.ERROR, "A reply cannot be written", e);
            return form.of(new CommandError(ErrorCode.INTERNAL_ERROR, "The reply cannot be written: " + e).reply());
        }
    }

    private static ByteBuf header(int id, int responseTo, int opCode) {
        ByteBuf out = Unpooled.buffer(MOSTLY_ENOUGH);
        out.writeIntLE(0);
        out.writeIntLE(id);
        out.writeIntLE(responseTo);
        out.writeIntLE(opCode);
        return out;
    }

    private ByteBuf finished(ByteBuf out, Document document) {
        new BsonWriter(out).document(document);
        return out.setIntLE(0, out.writerIndex());
    }
}
