package io.polymongo.internal.tx;

import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.TxType;
import io.polymongo.internal.pool.Pool;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How work is to be done about transactions.
 *
 * @param type what to do where one is open, and where none is
 * @param retry whether the work is repeated after a transient error
 * @param exempt errors of the work that commit all the same
 * @param options the driver's, for a transaction that begins
 * @param pool the pool of a transaction that begins, or null for that of its first call
 */
public record TransactionSettings(
        TxType type,
        boolean retry,
        List<Class<? extends Throwable>> exempt,
        TransactionOptions options,
        @Nullable Pool pool) {

    private static final Set<ReadConcernLevel> LEVELS =
            EnumSet.of(ReadConcernLevel.LOCAL, ReadConcernLevel.MAJORITY, ReadConcernLevel.SNAPSHOT);

    /** What a transaction is unless somebody says otherwise. */
    public static final TransactionSettings DEFAULT = new TransactionSettings(
            TxType.REQUIRED, true, List.of(), TransactionOptions.builder().build(), null);

    /**
     * Checks the options.
     *
     * @throws TransactionException for options that no transaction can have
     */
    public TransactionSettings {
        ReadPreference readPreference = options.getReadPreference();
        if (readPreference != null && !readPreference.equals(ReadPreference.primary())) {
            throw invalid("the read preference " + readPreference.getName(), "a transaction reads from the primary");
        }
        check(options.getReadConcern(), "");
        WriteConcern writeConcern = options.getWriteConcern();
        if (writeConcern != null && !writeConcern.isAcknowledged()) {
            throw invalid(
                    "the write concern w=0", "a transaction's commit is acknowledged; give majority, or 1 or more");
        }
    }

    private static void check(@Nullable ReadConcern concern, String whose) {
        ReadConcernLevel level = concern == null ? null : concern.getLevel();
        if (level != null && !LEVELS.contains(level)) {
            throw invalid(
                    "the read concern " + level.getValue() + whose, "give the transaction local, majority or snapshot");
        }
    }

    private static TransactionException invalid(String what, String why) {
        return new TransactionException(
                ErrorId.TRANSACTION_OPTIONS_INVALID, what + " does not go with a transaction: " + why);
    }

    /**
     * The options on a client, of whose own no transaction can have all: a read preference in its URI would have each
     * read refused, and w=0 each transaction.
     *
     * @throws TransactionException if the client has a read concern that no transaction can have
     */
    TransactionOptions optionsFor(MongoClient client) {
        if (options.getReadConcern() == null) {
            check(client.getReadConcern(), " of the client");
        }
        TransactionOptions.Builder own = TransactionOptions.builder().readPreference(ReadPreference.primary());
        if (!client.getWriteConcern().isAcknowledged()) {
            own.writeConcern(WriteConcern.ACKNOWLEDGED);
        }
        return TransactionOptions.merge(options, own.build());
    }

    /** Whether the work's error leaves the transaction to be committed. */
    boolean isExempt(Throwable thrown) {
        return exempt.stream().anyMatch(type -> type.isInstance(thrown));
    }
}
