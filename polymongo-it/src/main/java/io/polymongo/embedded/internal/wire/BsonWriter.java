package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the engine's values as BSON: documents, arrays and binary values itself, all else by the engine's encoder. */
final class BsonWriter {

    private final ByteBuf out;

    BsonWriter(ByteBuf out) {
        this.out = out;
    }

    void document(Map<?, ?> document) {
        int start = begin();
        document.forEach((name, value) -> element(String.valueOf(name), value));
        end(start);
    }

    private void array(Collection<?> values) {
        int start = begin();
        int index = 0;
        for (Object value : values) {
            element(Integer.toString(index++), value);
        }
        end(start);
    }

    private void element(String name, @Nullable Object value) {
        byte type = BsonEncoder.determineType(value);
        out.writeByte(type);
        out.writeCharSequence(name, StandardCharsets.UTF_8);
        out.writeByte(0);
        if (value instanceof Map<?, ?> document) {
            document(document);
        } else if (value instanceof Collection<?> values) {
            array(values);
        } else if (value instanceof BinData data) {
            out.writeIntLE(Binary.length(data));
            out.writeBytes(data.getData());
        } else if (type != BsonConstants.TYPE_NULL) {
            BsonEncoder.encodeValue(type, value, out);
        }
    }

    private int begin() {
        int start = out.writerIndex();
        out.writeIntLE(0);
        return start;
    }

    private void end(int start) {
        out.writeByte(0);
        int length = out.writerIndex() - start;
        if (length > BsonReader.LARGEST) {
            throw new CommandError(
                    ErrorCode.BSON_OBJECT_TOO_LARGE,
                    "BSONObj size: " + length + " is invalid. Size must be between 0 and " + BsonReader.LARGEST
                            + "(16MB)");
        }
        out.setIntLE(start, length);
    }
}
