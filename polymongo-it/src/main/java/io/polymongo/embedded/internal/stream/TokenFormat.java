package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of a resume token: values that sort as they are, each behind the byte of its type. */
final class TokenFormat {

    static final int TIMESTAMP = 0x82;
    static final int VERSION = 2;
    static final int EVENT = 128;
    static final int FALSE = 0x6E;
    static final int TRUE = 0x6F;
    static final int NULL = 0x14;
    static final int END = 0x04;
    static final String UUID_PREFIX = "5A1004";

    private static final int ZERO = 0x29;
    private static final int MOST_NUMBER_BYTES = 4;
    private static final Pattern HEX = Pattern.compile("([0-9A-Fa-f]{2})*");

    private final String hex;
    private int at;

    private TokenFormat(String hex) {
        this.hex = hex;
    }

    static void appendByte(StringBuilder hex, int value) {
        hex.append(String.format(Locale.ROOT, "%02X", value));
    }

    /** A number that is not negative: its type says how many bytes it has, its lowest bit is the mark of a fraction. */
    static void appendNumber(StringBuilder hex, int value) {
        if (value == 0) {
            appendByte(hex, ZERO);
            return;
        }
        long shifted = (long) value << 1;
        int bytes = 1;
        while (shifted >>> (8 * bytes) != 0) {
            bytes++;
        }
        appendByte(hex, ZERO + 1 + bytes);
        hex.append(String.format(Locale.ROOT, "%0" + 2 * bytes + "X", shifted));
    }

    /** Reads a client's token. */
    static ResumeToken read(Document token) {
        if (!(token.get("_data") instanceof String data)) {
            throw new CommandError(
                    40647, "Bad resume token: _data of missing or of wrong type. Expected string, got " + token);
        }
        if (token.containsKey("_typeBits")
                && !(token.get("_typeBits") instanceof BinData)
                && !(token.get("_typeBits") instanceof byte[])) {
            throw new CommandError(40648, "Bad resume token: _typeBits of wrong type " + token);
        }
        if (!HEX.matcher(data).matches()) {
            throw new CommandError(ErrorCode.FAILED_TO_PARSE, "resume token string was not a valid hex string");
        }
        if (data.isEmpty()) {
            throw new CommandError(40649, "invalid empty resume token");
        }
        return new TokenFormat(data).token();
    }

    private ResumeToken token() {
        require(nextByte() == TIMESTAMP);
        BsonTimestamp time = new BsonTimestamp(Long.parseUnsignedLong(take(16), 16));
        require(nextNumber() == VERSION);
        int kind = nextNumber();
        require(kind == EVENT || kind == 0);
        int index = nextNumber();
        int invalidated = nextByte();
        require(invalidated == TRUE || invalidated == FALSE);
        UUID collection = nextUuid();
        if (kind == 0) {
            require(index == 0 && invalidated == FALSE && collection == null);
        }
        require(at < hex.length());
        int fragment = isNumberNext() ? nextNumber() : ResumeToken.WHOLE;
        // What a server wrote further on describes the event, which its time and index name already.
        require(at < hex.length());
        return new ResumeToken(time, kind == EVENT, index, invalidated == TRUE, collection, fragment);
    }

    private boolean isNumberNext() {
        int type = Integer.parseInt(hex.substring(at, at + 2), 16);
        return type == ZERO || type > ZERO + 1 && type <= ZERO + 1 + MOST_NUMBER_BYTES;
    }

    private @Nullable UUID nextUuid() {
        if (hex.startsWith("14", at)) {
            nextByte();
            return null;
        }
        require(take(UUID_PREFIX.length()).equalsIgnoreCase(UUID_PREFIX));
        return new UUID(Long.parseUnsignedLong(take(16), 16), Long.parseUnsignedLong(take(16), 16));
    }

    private int nextNumber() {
        int type = nextByte();
        if (type == ZERO) {
            return 0;
        }
        int bytes = type - ZERO - 1;
        require(bytes >= 1 && bytes <= MOST_NUMBER_BYTES);
        long shifted = Long.parseLong(take(2 * bytes), 16);
        require((shifted & 1) == 0);
        return (int) (shifted >>> 1);
    }

    private int nextByte() {
        return Integer.parseInt(take(2), 16);
    }

    private String take(int digits) {
        require(at + digits <= hex.length());
        at += digits;
        return hex.substring(at - digits, at);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new CommandError(
                    ErrorCode.INVALID_RESUME_TOKEN, "Invalid resume token: it was not made by this kind of server");
        }
    }
}
