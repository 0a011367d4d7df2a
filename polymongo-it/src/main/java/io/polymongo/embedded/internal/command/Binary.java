package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Json;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binary values in the engine's class, which has no room for a subtype and compares by length and bytes. So the subtype is
 * kept before the bytes, of UUIDs, too: that compares as MongoDB does, by length, subtype and bytes.
 */
public final class Binary {

    private static final byte GENERIC = 0;
    private static final byte UUID_SUBTYPE = 4;
    private static final int UUID_LENGTH = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Binary() {}

    /** A value of the plain subtype. */
    public static BinData of(byte[] bytes) {
        return of(GENERIC, bytes);
    }

    /** A value of any subtype. */
    public static BinData of(byte subtype, byte[] bytes) {
        return new BinData(
                ByteBuffer.allocate(bytes.length + 1).put(subtype).put(bytes).array());
    }

    /** A UUID as documents hold it. */
    public static BinData of(UUID uuid) {
        byte[] bytes = new byte[UUID_LENGTH];
        ByteBuffer.wrap(bytes).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return of(UUID_SUBTYPE, bytes);
    }

    /** What a value that came over the wire holds. */
    public static byte[] bytes(BinData value) {
        return Arrays.copyOfRange(value.getData(), 1, value.getData().length);
    }

    /** How many bytes a value has. */
    public static int length(BinData value) {
        return value.getData().length - 1;
    }

    /** The UUID that a value is, or null. */
    public static @Nullable UUID uuid(@Nullable Object value) {
        if (value instanceof BinData data && length(data) == UUID_LENGTH && data.getData()[0] == UUID_SUBTYPE) {
            ByteBuffer bytes = ByteBuffer.wrap(data.getData(), 1, UUID_LENGTH);
            return new UUID(bytes.getLong(), bytes.getLong());
        }
        return value instanceof UUID uuid ? uuid : null;
    }

    /** Any value as messages show it. */
    public static String shown(@Nullable Object value) {
        UUID uuid = uuid(value);
        if (value instanceof BinData data && uuid == null) {
            return "BinData(" + (data.getData()[0] & 0xFF) + ", " + HEX.formatHex(bytes(data)) + ")";
        }
        return Json.toCompactJsonValue(uuid != null ? uuid : value);
    }
}
