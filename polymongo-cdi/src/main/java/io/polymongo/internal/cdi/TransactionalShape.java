package io.polymongo.internal.cdi;

import io.polymongo.TxType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A method that {@code @PolyTransactional} applies to, in texts, so that one set of rules serves both kinds of extension.
 *
 * @param where its class and name
 * @param returnType the class that it returns, without type arguments
 * @param onMethod whether the annotation is on the method itself
 * @param isPrivate whether it is private
 * @param isStatic whether it is static
 * @param isFinal whether it is final
 * @param withJta whether {@code @Transactional} of Jakarta Transactions applies to it, too
 * @param says what the annotation says
 */
record TransactionalShape(
        String where,
        String returnType,
        boolean onMethod,
        boolean isPrivate,
        boolean isStatic,
        boolean isFinal,
        boolean withJta,
        Says says) {

    static final String JTA = "jakarta.transaction.Transactional";

    private static final Set<String> LATER = Set.of(
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Future",
            "java.util.concurrent.Flow$Publisher",
            "java.util.concurrent.Flow.Publisher",
            "org.reactivestreams.Publisher",
            "io.smallrye.mutiny.Uni",
            "io.smallrye.mutiny.Multi",
            "java.util.stream.BaseStream",
            "java.util.stream.Stream",
            "java.util.stream.IntStream",
            "java.util.stream.LongStream",
            "java.util.stream.DoubleStream",
            "java.lang.Iterable",
            "java.util.Iterator",
            "java.util.Spliterator");

    /** The driver's lazy types. */
    private static final List<String> LAZY = List.of("Iterable", "Cursor", "DownloadStream", "UploadStream");

    /**
     * What the annotation says.
     *
     * @param type its {@link TxType}
     */
    record Says(TxType type, String readConcern, String writeConcern, String maxCommitTime) {}

    /** What is wrong with it, with the remedy, or null. */
    @Nullable
    String problem() {
        String why = unintercepted();
        if (why != null) {
            return line("is " + why + ", and no container runs it in a transaction; make it a method that can be"
                    + " overridden");
        }
        if (isPrivate || isStatic) {
            return null;
        }
        if (mayRunInTransaction() && isLater()) {
            return line("returns " + returnType + ", whose work would be done after the transaction; return the result"
                    + " itself");
        }
        return TransactionalOptions.problem(says.readConcern(), says.writeConcern(), says.maxCommitTime())
                .map(this::line)
                .orElse(null);
    }

    /** What to warn of, or null. */
    @Nullable
    String warning() {
        return withJta && !isPrivate && !isStatic && mayRunInTransaction()
                ? line("has @Transactional of Jakarta Transactions, too: MongoDB does not join it, and each of the two"
                        + " may commit while the other rolls back")
                : null;
    }

    /** Helpers that are private or static do no harm in a class that is annotated; on the method it was meant. */
    private @Nullable String unintercepted() {
        if (onMethod && isPrivate) {
            return "private";
        }
        if (onMethod && isStatic) {
            return "static";
        }
        return isFinal && !isPrivate && !isStatic ? "final" : null;
    }

    private boolean mayRunInTransaction() {
        return says.type() != TxType.NOT_SUPPORTED && says.type() != TxType.NEVER;
    }

    private boolean isLater() {
        return LATER.contains(returnType)
                || returnType.startsWith("com.mongodb.client.") && LAZY.stream().anyMatch(returnType::endsWith);
    }

    private String line(String wrong) {
        return "the method " + where + ", which is @PolyTransactional, " + wrong;
    }
}
