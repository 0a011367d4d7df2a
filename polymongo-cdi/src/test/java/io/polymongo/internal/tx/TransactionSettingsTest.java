package io.polymongo.internal.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionSettingsTest {

    private static TransactionSettings of(TransactionOptions.Builder options) {
        return new TransactionSettings(TxType.REQUIRED, true, List.of(IOException.class), options.build(), null);
    }

    private static void refused(String what, TransactionOptions.Builder options) {
        assertThatThrownBy(() -> of(options))
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.id()).isEqualTo(ErrorId.TRANSACTION_OPTIONS_INVALID))
                .hasMessageContaining(what + " does not go with a transaction: ");
    }

    @Test
    void whatNoTransactionHasIsRefused() {
        refused("secondaryPreferred", TransactionOptions.builder().readPreference(ReadPreference.secondaryPreferred()));
        refused("w=0", TransactionOptions.builder().writeConcern(WriteConcern.UNACKNOWLEDGED));
        refused("linearizable", TransactionOptions.builder().readConcern(ReadConcern.LINEARIZABLE));
        refused("available", TransactionOptions.builder().readConcern(ReadConcern.AVAILABLE));
    }

    @Test
    void whatOneHasIsNot() {
        TransactionOptions.Builder options = TransactionOptions.builder()
                .readPreference(ReadPreference.primary())
                .writeConcern(WriteConcern.W1);
        for (ReadConcern concern :
                List.of(ReadConcern.DEFAULT, ReadConcern.LOCAL, ReadConcern.MAJORITY, ReadConcern.SNAPSHOT)) {
            assertThat(of(options.readConcern(concern)).options().getReadConcern())
                    .isEqualTo(concern);
        }
    }

    @Test
    void subclassesAreExemptToo() {
        TransactionSettings settings = of(TransactionOptions.builder());
        assertThat(settings.isExempt(new FileNotFoundException())).isTrue();
        assertThat(settings.isExempt(new Exception())).isFalse();
    }
}
