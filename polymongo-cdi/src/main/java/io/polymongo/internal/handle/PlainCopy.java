package io.polymongo.internal.handle;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

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

    /** A pipeline, rendered. */
    static List<BsonDocument> of(List<?> pipeline, Class<?> documentClass, CodecRegistry codecs) {
        List<BsonDocument> rendered = new ArrayList<>(pipeline.size());
        for (Object stage : pipeline) {
            rendered.add(of(((Bson) stage).toBsonDocument(documentClass, codecs)));
        }
        return rendered;
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
