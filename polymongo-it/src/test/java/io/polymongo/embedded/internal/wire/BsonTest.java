package io.polymongo.embedded.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.polymongo.embedded.internal.command.CommandError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in goes out, byte by byte. */
class BsonTest {

    private Document read(byte[] bson) {
        return new BsonReader(ByteBuffer.wrap(bson).order(ByteOrder.LITTLE_ENDIAN)).document();
    }

    private byte[] written(Document document) {
        ByteBuf out = Unpooled.buffer();
        new BsonWriter(out).document(document);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{a: 1, b: {$numberLong: '5'}, c: 1.5, d: {$numberDecimal: '1.20'}}",
                "{a: 'täxt', b: true, c: false, d: null, '': 'nameless'}",
                "{a: [], b: [1, [2, {c: []}]], c: {d: {e: {}}}}",
                "{a: {$oid: '0123456789abcdef01234567'}, b: {$date: {$numberLong: '-1'}}}",
                "{a: {$timestamp: {t: 4294967295, i: 7}}, b: {$minKey: 1}, c: {$maxKey: 1}}",
                "{a: {$regularExpression: {pattern: 'a.b', options: 'ix'}}, b: {$code: 'f()'}}",
                "{a: {$uuid: '0f0e0d0c-0b0a-0908-0706-050403020100'}}",
                "{a: {$binary: {base64: 'AAECAwQFBgcICQoLDA0ODw==', subType: '03'}}}",
                "{a: {$binary: {base64: 'AQID', subType: '00'}}, b: {$binary: {base64: 'AQID', subType: '05'}}}",
                "{a: {$binary: {base64: 'AQID', subType: '80'}}, b: [{$binary: {base64: '', subType: '06'}}]}",
                "{a: {$binary: {base64: 'AQID', subType: '04'}}}",
            })
    void everyTypeComesBack(String json) {
        byte[] bson = RawClient.bson(json);

        assertThat(written(read(bson))).isEqualTo(bson);
    }

    @Test
    void aSubtypeBelongsToItsValue() {
        Document document = read(RawClient.bson("{a: {$binary: {base64: 'AQID', subType: '05'}}}"));
        Document copy = document.cloneDeeply();
        Document other = read(RawClient.bson("{a: {$binary: {base64: 'AQID', subType: '00'}}}"));

        assertThat(copy).isEqualTo(document).isNotEqualTo(other);
        assertThat(written(copy)).isEqualTo(written(document)).isNotEqualTo(written(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a: {$undefined: true}}", "{a: {$symbol: 's'}}", "{a: {$code: 'f()', $scope: {}}}"})
    void typesThatTheEngineHasNotAreRefusedByName(String json) {
        assertThatThrownBy(() -> read(RawClient.bson(json)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(115))
                .hasMessageContaining("The embedded server does not support values of the BSON type ");
    }

    @Test
    void nestingHasAnEnd() {
        assertThat(read(nested(200))).hasSize(1);
        assertThatThrownBy(() -> read(nested(201)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(15));
    }

    private static byte[] nested(int levels) {
        return RawClient.bson("{a: ".repeat(levels) + "1" + "}".repeat(levels));
    }

    @Test
    void aDocumentLargerThanAnyIsRefused() {
        byte[] bson = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 17 * 1024 * 1024)
                .array();

        assertThatThrownBy(() -> read(bson))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(10334));
    }
}
