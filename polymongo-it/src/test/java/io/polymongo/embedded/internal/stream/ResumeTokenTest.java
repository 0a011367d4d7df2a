package io.polymongo.embedded.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTokenTest {

    private static final UUID ORDERS = UUID.fromString("fea7a1ff-e23c-4fd8-8070-bfa43c9c995c");

    private static String data(ResumeToken token) {
        return (String) token.document().get("_data");
    }

    @Test
    void stringsAreInTheOrderOfEvents() {
        List<ResumeToken> inOrder = new ArrayList<>();
        for (long time : new long[] {1, 2, 255, 256, 1L << 32, (1L << 32) + 1, 0x7fffffffL << 32, -1L}) {
            BsonTimestamp at = new BsonTimestamp(time);
            inOrder.add(ResumeToken.before(at));
            for (int index : new int[] {0, 1, 63, 64, 127, 128, 32767, 32768, 1 << 24}) {
                ResumeToken token = ResumeToken.of(at, index, index % 2 == 0 ? ORDERS : null);
                inOrder.add(token);
                inOrder.add(token.fragment(0));
                inOrder.add(token.fragment(1));
                inOrder.add(token.fragment(70));
                inOrder.add(token.invalidation());
            }
        }
        List<String> strings = inOrder.stream().map(ResumeTokenTest::data).toList();
        assertThat(strings).isSorted().doesNotHaveDuplicates();
        assertThat(inOrder).isSortedAccordingTo(ResumeToken::compareTo);
        assertThat(strings.stream().sorted(Comparator.reverseOrder()).toList()).isNotEqualTo(strings);
    }

    @Test
    void isReadAsItWasWritten() {
        ResumeToken event = ResumeToken.of(new BsonTimestamp(-5), 300, ORDERS);
        for (ResumeToken token : List.of(
                event,
                event.fragment(0),
                event.fragment(3),
                event.invalidation(),
                ResumeToken.before(new BsonTimestamp(9)))) {
            assertThat(TokenFormat.read(token.document())).isEqualTo(token);
        }
    }

    @Test
    void looksAndReadsAsAServersOwn() {
        Document server = new Document(
                "_data",
                "82687E82DE000000012B042C0100296E5A1004FEA7A1FFE23C4FD88070BFA43C9C995C463C6F7065726174696F6E54797065"
                        + "003C696E736572740046646F63756D656E744B65790046645F69640064687E82DC122A414A3ECD77F8000004");
        ResumeToken token = TokenFormat.read(server);
        assertThat(token).isEqualTo(ResumeToken.of(new BsonTimestamp(0x687E82DE00000001L), 0, ORDERS));
        assertThat((String) server.get("_data"))
                .startsWith(data(token).substring(0, data(token).length() - 2));
        assertThat(data(ResumeToken.before(new BsonTimestamp(0x687E82DE00000001L))))
                .isEqualTo("82687E82DE000000012B0429296E1404");
    }

    @ParameterizedTest
    @CsvSource({"zz, 9", "8, 9", "82, 260", "8200, 260", "00000000000000000001, 260"})
    void refusesWhatIsNoToken(String data, int code) {
        assertThatThrownBy(() -> TokenFormat.read(new Document("_data", data)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(code));
    }

    @Test
    void refusesDataOfAnotherTypeOrNone() {
        assertThatThrownBy(() -> TokenFormat.read(new Document("_data", 5)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(40647));
        assertThatThrownBy(() -> TokenFormat.read(new Document()))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(40647));
        assertThatThrownBy(() -> TokenFormat.read(new Document("_data", "")))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(40649));
        assertThatThrownBy(() -> TokenFormat.read(new Document("_data", "82").append("_typeBits", 1)))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(40648));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 17, 30})
    void refusesATokenThatWasCutOff(int bytes) {
        String whole = data(ResumeToken.of(new BsonTimestamp(7), 1, ORDERS));
        assertThatThrownBy(() -> TokenFormat.read(new Document("_data", whole.substring(0, 2 * bytes))))
                .isInstanceOfSatisfying(
                        CommandError.class, error -> assertThat(error.code()).isEqualTo(260));
    }
}
