package io.polymongo.internal.handle;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Copies of documents that nobody else holds and that have each field once: what was checked is what is sent, whatever
 * another thread does to the original, and whatever a document made of raw bytes hides.
 */
final class PlainCopy {

    private PlainCopy() {}

    static BsonDocument of(BsonDocument original) {
        BsonDocument copy = new BsonDocument(original.size());
        original.forEach((key, value) -> copy.append(key, of(value)));
        return copy;
    }

    private static BsonValue of(BsonValue value) {
        if (value.isDocument()) {
            return of(value.asDocument());
        }
        if (value.isArray()) {
            BsonArray copy = new BsonArray(value.asArray().size());
            value.asArray().forEach(each -> copy.add(of(each)));
            return copy;
        }
        return value;
    }
}
