package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.function.Predicate;

/** Makes a test of documents from a partial index's filter. */
@FunctionalInterface
public interface PartialFilters {

    /** The test. */
    Predicate<Document> from(Document filter);
}
