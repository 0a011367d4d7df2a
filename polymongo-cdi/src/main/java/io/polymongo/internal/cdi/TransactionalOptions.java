package io.polymongo.internal.cdi;

import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import io.polymongo.ErrorId;
import io.polymongo.PolyTransactional;
import io.polymongo.TransactionException;
import io.polymongo.internal.config.Texts;
import io.polymongo.internal.tx.TransactionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Reads what {@link PolyTransactional} says. */
final class TransactionalOptions {

    private static final List<ReadConcernLevel> LEVELS =
            List.of(ReadConcernLevel.LOCAL, ReadConcernLevel.MAJORITY, ReadConcernLevel.SNAPSHOT);

    private TransactionalOptions() {}

    /**
     * The settings for an annotation.
     *
     * @param expand replaces expressions in its texts
     * @throws TransactionException for a text that means nothing
     */
    static TransactionSettings of(PolyTransactional annotation, UnaryOperator<String> expand) {
        TransactionOptions.Builder options = TransactionOptions.builder();
        given(annotation.readConcern(), expand).ifPresent(text -> options.readConcern(readConcern(text)));
        given(annotation.writeConcern(), expand).ifPresent(text -> options.writeConcern(writeConcern(text)));
        given(annotation.maxCommitTime(), expand)
                .ifPresent(text -> options.maxCommitTime(millis(text), TimeUnit.MILLISECONDS));
        return new TransactionSettings(
                annotation.value(), annotation.retry(), List.of(annotation.dontRollbackOn()), options.build(), null);
    }

    /** What is wrong with texts that are known without configuration. */
    static Optional<String> problem(String readConcern, String writeConcern, String maxCommitTime) {
        try {
            literal(readConcern).ifPresent(TransactionalOptions::readConcern);
            literal(writeConcern).ifPresent(TransactionalOptions::writeConcern);
            literal(maxCommitTime).ifPresent(TransactionalOptions::millis);
            return Optional.empty();
        } catch (TransactionException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).substring(e.id().code().length() + 2));
        }
    }

    private static Optional<String> literal(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty() && !given.contains("${"));
    }

    private static Optional<String> given(String text, UnaryOperator<String> expand) {
        return Optional.of(expand.apply(text)).filter(given -> !given.isEmpty());
    }

    private static ReadConcern readConcern(String text) {
        return LEVELS.stream()
                .filter(level -> level.getValue().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(ReadConcern::new)
                .orElseThrow(() -> invalid("readConcern", text, "give local, majority or snapshot"));
    }

    private static WriteConcern writeConcern(String text) {
        if (!text.matches("[0-9]+")) {
            return new WriteConcern(text);
        }
        if (text.length() > 2 || Integer.parseInt(text) < 1) {
            throw invalid("writeConcern", text, "give majority, a number of members from 1 to 50, or a tag");
        }
        return new WriteConcern(Integer.parseInt(text));
    }

    private static long millis(String text) {
        Duration duration;
        try {
            duration = Texts.duration(text);
        } catch (IllegalArgumentException e) {
            throw invalid("maxCommitTime", text, String.valueOf(e.getMessage()));
        }
        if (duration.toMillis() < 1) {
            throw invalid("maxCommitTime", text, "give at least 1ms, or leave it out");
        }
        return duration.toMillis();
    }

    private static TransactionException invalid(String member, String text, String remedy) {
        return new TransactionException(
                ErrorId.TRANSACTION_OPTIONS_INVALID,
                "@PolyTransactional(" + member + " = \"" + text + "\") does not go with a transaction; " + remedy);
    }
}
