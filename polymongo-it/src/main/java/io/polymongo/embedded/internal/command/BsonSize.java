package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How many bytes a document has on the wire, counted without writing it. */
public final class BsonSize {

    private static final int LENGTH = 4;

    private BsonSize() {}

    /** The size of a whole document. */
    public static long of(Map<?, ?> document) {
        long size = LENGTH + 1;
        for (Map.Entry<?, ?> field : document.entrySet()) {
            size += ofField(String.valueOf(field.getKey()), field.getValue());
        }
        return size;
    }

    /** The size of one field in a document. */
    public static long ofField(String name, @Nullable Object value) {
        return 1 + cString(name) + value(value);
    }

    private static long array(Collection<?> values) {
        long size = LENGTH + 1;
        int index = 0;
        for (Object value : values) {
            size += ofField(Integer.toString(index++), value);
        }
        return size;
    }

    private static long value(@Nullable Object value) {
        if (value == null || value instanceof MinKey || value instanceof MaxKey) {
            return 0;
        } else if (value instanceof String text) {
            return LENGTH + cString(text);
        } else if (value instanceof Map<?, ?> document) {
            return of(document);
        } else if (value instanceof Collection<?> values) {
            return array(values);
        } else if (value instanceof Boolean) {
            return 1;
        } else if (value instanceof Integer) {
            return 4;
        } else if (value instanceof ObjectId) {
            return 12;
        } else if (value instanceof BinData data) {
            return LENGTH + 1 + Binary.length(data);
        } else if (value instanceof UUID || value instanceof LegacyUUID) {
            return LENGTH + 1 + 16;
        } else if (value instanceof Decimal128) {
            return 16;
        } else if (value instanceof BsonRegularExpression expression) {
            String options = expression.getOptions();
            return cString(expression.getPattern()) + (options == null ? 1 : cString(options));
        } else if (value instanceof BsonJavaScript script) {
            return LENGTH + cString(script.getCode());
        }
        return 8; // 64-bit numbers, dates and timestamps
    }

    private static long cString(String text) {
        long bytes = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
