package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One keyword of a schema with its operand. */
@FunctionalInterface
interface Rule {

    /** What is wrong with a value, in MongoDB's words; nothing if the value obeys, or the rule is not for its type. */
    List<Document> failures(@Nullable Object value);
}
