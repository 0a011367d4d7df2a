package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.BsonSize;
import java.util.List;

/** How large documents are in BSON. */
public final class Sizes {

    private Sizes() {}

    /** The size of all of them. */
    public static long of(List<Document> documents) {
        return documents.stream().mapToLong(BsonSize::of).sum();
    }
}
