package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;

/** Makes the error of a key that is taken. */
final class DuplicateKey {

    private DuplicateKey() {}

    static CommandError error(StoredCollection collection, Document specification, Key key) {
        Document pattern = specification.get("key") instanceof Document fields ? fields : new Document();
        Document value = new Document();
        StringJoiner shown = new StringJoiner(", ", "{ ", " }");
        Iterator<?> values = key.values().iterator();
        for (String field : pattern.keySet()) {
            Object part = values.next();
            value.put(field, part);
            shown.add(field + ": " + Binary.shown(part));
        }
        return new CommandError(
                ErrorCode.DUPLICATE_KEY.code(),
                "E11000 duplicate key error collection: " + collection.namespace() + " index: "
                        + specification.get("name") + " dup key: " + shown,
                List.of(),
                new Document("keyPattern", pattern).append("keyValue", value));
    }
}
