package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** How large documents are in BSON. */
final class Sizes {

    private Sizes() {}

    static long of(List<Document> documents) {
        long total = 0;
        ByteBuf buffer = Unpooled.buffer();
        try {
            for (Document document : documents) {
                buffer.clear();
                BsonEncoder.encodeDocument(document, buffer);
                total += buffer.writerIndex();
            }
        } finally {
            buffer.release();
        }
        return total;
    }
}
