package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** How large documents are in BSON. */
public final class Sizes {

    private Sizes() {}

    /** The size of all of them. */
    public static long of(List<Document> documents) {
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
