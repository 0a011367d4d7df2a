package io.polymongo.embedded.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BsonSizeTest {

    @Test
    void isWhatTheEncoderWrites() {
        Document document = new Document("text", "aé€😀")
                .append("ключ", 1)
                .append("long", 1L)
                .append("double", 1.5)
                .append("bool", true)
                .append("null", null)
                .append("id", new ObjectId())
                .append("uuid", UUID.randomUUID())
                .append("date", Instant.EPOCH)
                .append("time", new BsonTimestamp(1))
                .append("decimal", Decimal128.ONE)
                .append("regex", new BsonRegularExpression("^a", "i"))
                .append("plainRegex", new BsonRegularExpression("^é", ""))
                .append("code", new BsonJavaScript("return 1"))
                .append("min", MinKey.getInstance())
                .append("max", MaxKey.getInstance())
                .append("array", Arrays.asList(1, "two", null, new Document("x", Collections.nCopies(12, 3L))))
                .append("nested", new Document("empty", new Document()));
        ByteBuf buffer = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, buffer);
        assertThat(BsonSize.of(document)).isEqualTo(buffer.readableBytes());
        assertThat(BsonSize.ofField("b", Binary.of(new byte[77]))).isEqualTo(1 + 2 + 4 + 1 + 77);
        assertThat(BsonSize.of(document.append("more", "x"))).isGreaterThan(buffer.readableBytes());
    }
}
