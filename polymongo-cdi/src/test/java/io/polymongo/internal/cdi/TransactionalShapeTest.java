package io.polymongo.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.TxType;
import org.junit.jupiter.api.Test;

class TransactionalShapeTest {

    private static TransactionalShape shape(boolean withJta) {
        return new TransactionalShape(
                "Shop.buy",
                "void",
                true,
                false,
                false,
                false,
                withJta,
                new TransactionalShape.Says(TxType.REQUIRED, "", "", ""));
    }

    @Test
    void jtaBesideItIsWarnedOfAndNotRefused() {
        assertThat(shape(true).problem()).isNull();
        assertThat(shape(true).warning())
                .isEqualTo(
                        "the method Shop.buy, which is @PolyTransactional, has @Transactional of Jakarta Transactions,"
                                + " too: MongoDB does not join it, and each of the two may commit while the other rolls back");
        assertThat(shape(false).warning()).isNull();
    }
}
