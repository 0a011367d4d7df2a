package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bounds of a capped collection, and how much of them is used. Guarded by the store's lock. */
final class Cap {

    private final long mostBytes;
    private final long mostDocuments;
    private long bytes;
    private long documents;

    private Cap(long mostBytes, long mostDocuments) {
        this.mostBytes = mostBytes;
        this.mostDocuments = mostDocuments;
    }

    /** The bounds that a collection's options set, or null. */
    static @Nullable Cap of(Document options) {
        return Utils.isTrue(options.get("capped"))
                ? new Cap(number(options.get("size"), Long.MAX_VALUE), number(options.get("max"), 0))
                : null;
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }

    /** Refuses what would not fit into the collection if it were alone. */
    void check(Document document) {
        if (size(document) > mostBytes) {
            throw new CommandError(ErrorCode.BAD_VALUE, "object to insert exceeds cappedMaxSize");
        }
    }

    void replace(@Nullable Document before, @Nullable Document after) {
        bytes += (after == null ? 0 : size(after)) - (before == null ? 0 : size(before));
        documents += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    }

    boolean isExceeded() {
        return bytes > mostBytes || mostDocuments > 0 && documents > mostDocuments;
    }

    private static long size(Document document) {
        return Sizes.of(List.of(document));
    }
}
