package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.BinData;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells documents that are small for sure, and take hardly any time to send, without a look at the whole of others. */
final class Weight {

    private static final int HEAVY = 4 * 1024;
    private static final int OF_ANY = 16;

    private Weight() {}

    static boolean isLight(Object document) {
        return left(HEAVY, document) > 0;
    }

    private static int left(int before, @Nullable Object value) {
        int left = before - OF_ANY;
        if (value instanceof String text) {
            return left - text.length();
        }
        if (value instanceof BinData data) {
            return left - data.getData().length;
        }
        if (value instanceof Map<?, ?> document) {
            for (Map.Entry<?, ?> field : document.entrySet()) {
                left = left(left(left, field.getKey()), field.getValue());
                if (left <= 0) {
                    break;
                }
            }
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                left = left(left, element);
                if (left <= 0) {
                    break;
                }
            }
        }
        return left;
    }
}
