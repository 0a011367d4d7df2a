package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** Where a pipeline finds the documents of other collections. */
@FunctionalInterface
public interface Source {

    /** The documents that the reader sees, never to be changed; none where the collection is absent. */
    List<Document> documents(String database, String collection);
}
