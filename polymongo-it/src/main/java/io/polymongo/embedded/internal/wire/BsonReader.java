package io.polymongo.embedded.internal.wire;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.BsonConstants;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads BSON into the engine's classes. Trusts no length: whatever is wrong ends in an error for the client, not in an
 * allocation or a recursion without end. What the engine has no class for is refused by name.
 */
final class BsonReader {

    /** The largest document inside the server: one of 16 MB and a command around it. */
    static final int LARGEST = 16 * 1024 * 1024 + 16 * 1024;

    private static final int DEEPEST = 200;

    private final ByteBuffer in;
    private final byte[] array;
    private final int offset;

    BsonReader(ByteBuffer in) {
        this.in = in;
        this.array = in.array();
        this.offset = in.arrayOffset();
    }

    Document document() {
        return document(1);
    }

    /** A name or text that ends at the first zero byte. */
    String cString() {
        int start = in.position();
        int limit = in.limit();
        int end = start;
        while (end < limit && array[offset + end] != 0) {
            end++;
        }
        if (end == limit) {
            throw invalid("a name without its end");
        }
        String text = text(end - start);
        in.get();
        return text;
    }

    private Document document(int depth) {
        int outer = enter(depth);
        Document document = new Document();
        for (byte type = int8(); type != 0; type = int8()) {
            String name = cString();
            if (document.containsKey(name)) {
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "The embedded server does not support documents with a field twice: '" + name + "'");
            }
            document.put(name, value(type, depth));
        }
        leave(outer);
        return document;
    }

    private List<@Nullable Object> array(int depth) {
        int outer = enter(depth);
        List<@Nullable Object> array = new ArrayList<>();
        for (byte type = int8(); type != 0; type = int8()) {
            cString();
            array.add(value(type, depth));
        }
        leave(outer);
        return array;
    }

    /** Narrows the buffer to the document that begins here, and returns the limit to go back to. */
    private int enter(int depth) {
        if (depth > DEEPEST) {
            throw new CommandError(ErrorCode.OVERFLOW, "BSONObj exceeded maximum nested object depth: " + DEEPEST);
        }
        int length = int32();
        if (length > LARGEST) {
            throw new CommandError(
                    ErrorCode.BSON_OBJECT_TOO_LARGE,
                    "BSONObj size: " + length + " (0x"
                            + Integer.toHexString(length).toUpperCase(Locale.ROOT)
                            + ") is invalid. Size must be between 0 and " + LARGEST + "(16MB)");
        }
        if (length < 5 || length - 4 > in.remaining()) {
            throw invalid("a document of " + length + " bytes where " + (in.remaining() + 4) + " are left");
        }
        int outer = in.limit();
        in.limit(in.position() + length - 4);
        if (in.get(in.limit() - 1) != 0) {
            throw invalid("a document without its end");
        }
        return outer;
    }

    private void leave(int outer) {
        if (in.hasRemaining()) {
            throw invalid("a document that ends before its length");
        }
        in.limit(outer);
    }

    private @Nullable Object value(byte type, int depth) {
        return switch (type) {
            case BsonConstants.TYPE_DOUBLE -> Double.longBitsToDouble(int64());
            case BsonConstants.TYPE_UTF8_STRING -> string();
            case BsonConstants.TYPE_EMBEDDED_DOCUMENT -> document(depth + 1);
            case BsonConstants.TYPE_ARRAY -> array(depth + 1);
            case BsonConstants.TYPE_DATA -> binary();
            case BsonConstants.TYPE_OBJECT_ID -> new ObjectId(bytes(BsonConstants.LENGTH_OBJECTID));
            case BsonConstants.TYPE_BOOLEAN -> bool();
            case BsonConstants.TYPE_UTC_DATETIME -> Instant.ofEpochMilli(int64());
            case BsonConstants.TYPE_NULL -> null;
            case BsonConstants.TYPE_REGEX -> new BsonRegularExpression(cString(), cString());
            case BsonConstants.TYPE_JAVASCRIPT_CODE -> new BsonJavaScript(string());
            case BsonConstants.TYPE_INT32 -> int32();
            case BsonConstants.TYPE_TIMESTAMP -> new BsonTimestamp(int64());
            case BsonConstants.TYPE_INT64 -> int64();
            case BsonConstants.TYPE_DECIMAL128 -> new Decimal128(int64(), int64());
            case BsonConstants.TYPE_MIN_KEY -> MinKey.getInstance();
            case BsonConstants.TYPE_MAX_KEY -> MaxKey.getInstance();
            case BsonConstants.TYPE_UNDEFINED -> throw unsupported("undefined");
            case BsonConstants.TYPE_DBPOINTER -> throw unsupported("dbPointer");
            case BsonConstants.TYPE_SYMBOL -> throw unsupported("symbol");
            case BsonConstants.TYPE_JAVASCRIPT_CODE_WITH_SCOPE -> throw unsupported("javascriptWithScope");
            default -> throw invalid("an unrecognized BSON type " + type);
        };
    }

    private BinData binary() {
        int length = int32();
        byte subtype = int8();
        return Binary.of(subtype, bytes(length));
    }

    private boolean bool() {
        byte value = int8();
        if (value != 0 && value != 1) {
            throw invalid("a boolean that is " + value);
        }
        return value == 1;
    }

    private String string() {
        int length = int32();
        if (length < 1) {
            throw invalid("a string of " + length + " bytes");
        }
        need(length);
        String text = text(length - 1);
        if (in.get() != 0) {
            throw invalid("a string without its end");
        }
        return text;
    }

    private String text(int length) {
        need(length);
        String text = new String(array, offset + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private byte[] bytes(int length) {
        if (length < 0) {
            throw invalid("a value of " + length + " bytes");
        }
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private byte int8() {
        need(1);
        return in.get();
    }

    private int int32() {
        need(4);
        return in.getInt();
    }

    private long int64() {
        need(8);
        return in.getLong();
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw invalid("a value of " + bytes + " bytes where " + in.remaining() + " are left");
        }
    }

    static CommandError invalid(String what) {
        return new CommandError(ErrorCode.INVALID_BSON, "Invalid BSON: " + what);
    }

    private static CommandError unsupported(String type) {
        return new CommandError(
                ErrorCode.COMMAND_NOT_SUPPORTED,
                "The embedded server does not support values of the BSON type " + type);
    }
}
