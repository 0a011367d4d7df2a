package io.polymongo.embedded.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.Binary;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BsonOrderTest {

    @Test
    void valuesAreInTheOrderOfTheirTypes() {
        List<Object> ordered = Arrays.asList(
                MinKey.getInstance(),
                null,
                Double.NEGATIVE_INFINITY,
                -1,
                0.5,
                1L,
                new Decimal128(new BigDecimal("1.5")),
                Long.MAX_VALUE,
                "a",
                "b",
                new Document("a", 1),
                new Document("a", 1).append("b", 1),
                List.of(1),
                List.of(1, 2),
                Binary.of(UUID.randomUUID()),
                new ObjectId(),
                false,
                true,
                Instant.EPOCH,
                MaxKey.getInstance());
        List<Object> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(BsonOrder.INSTANCE);
        assertThat(shuffled).isEqualTo(ordered);
    }

    @Test
    void numbersOfAllTypesAreOneAndTheSame() {
        assertThat(Key.of(1)).isEqualTo(Key.of(1L)).isEqualTo(Key.of(1.0)).hasSameHashCodeAs(Key.of(1.0));
        assertThat(Key.of(new Decimal128(BigDecimal.ONE))).isEqualTo(Key.of(1));
        assertThat(Key.of(Long.MAX_VALUE)).isNotEqualTo(Key.of(Long.MAX_VALUE - 1));
        assertThat(Key.of(0.0)).isEqualTo(Key.of(-0.0));
        assertThat(Key.of("1")).isNotEqualTo(Key.of(1));
    }

    @Test
    void documentsDifferByTheOrderOfTheirFields() {
        Document one = new Document("a", 1).append("b", 2);
        Document other = new Document("b", 2).append("a", 1);
        assertThat(Key.of(one)).isNotEqualTo(Key.of(other)).isEqualTo(Key.of(one.clone()));
        assertThat(Key.of(new Document("a", List.of(1, 2)))).isNotEqualTo(Key.of(new Document("a", List.of(1, 3))));
    }
}
