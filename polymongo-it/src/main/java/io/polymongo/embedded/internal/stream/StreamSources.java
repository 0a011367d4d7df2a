package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What change streams ask of the store, besides the oplog. Thread-safe; sees committed data only. */
public interface StreamSources {

    /** A document as it is now, or null; never changed by anybody afterwards. */
    @Nullable
    Document lookup(String database, String collection, @Nullable Object id);

    /** The UUID of the collection that has this name now, or null. */
    @Nullable
    UUID uuidOf(String database, String collection);

    /** Whether the name is a view's, which cannot be watched. */
    boolean isView(String database, String collection);
}
