package io.polymongo;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method, or all methods of a bean, in a MongoDB transaction that every handle of PolyMongo joins by itself. On a
 * method it goes before the class; a stereotype may bring it.
 *
 * <p>What the method throws rolls the transaction back. Where the driver says that an error will pass
 * ({@code TransientTransactionError}), the transaction is rolled back and the method is called again, until it succeeds
 * or {@code polymongo.transaction.deadline} has passed: what it does beside the database, or in a transaction of its own
 * ({@link TxType#REQUIRES_NEW}), must bear repetition. An interrupted thread's work is rolled back and not repeated. The first
 * error of the driver decides, also where the method caught it. A commit whose outcome is unknown is repeated alone; if
 * it stays unknown, {@link TransactionException} with {@link ErrorId#TRANSACTION_OUTCOME_UNKNOWN} is thrown.
 *
 * <p>Within other interceptors: Fault Tolerance and JTA are outside, so that each retry of theirs has a transaction of
 * its own. The method must not be private, static or final, and must return its result itself: no
 * {@code CompletionStage}, stream, iterable or cursor.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PolyTransactional {

    /**
     * What to do where a transaction is open, and where none is.
     *
     * @return {@link TxType#REQUIRED} by default
     */
    @Nonbinding
    TxType value() default TxType.REQUIRED;

    /**
     * Whether the method is called again after a transient error. Only the method that begins the transaction decides.
     *
     * @return true by default
     */
    @Nonbinding
    boolean retry() default true;

    /**
     * Exceptions, with their subclasses, after which the transaction is committed all the same. Driver errors within the
     * transaction roll it back also then.
     *
     * @return none by default
     */
    @Nonbinding
    Class<? extends Throwable>[] dontRollbackOn() default {};

    /**
     * The read concern of a transaction that begins here: {@code local}, {@code majority} or {@code snapshot};
     * <code>${key}</code> is replaced by configuration.
     *
     * @return the client's by default
     */
    @Nonbinding
    String readConcern() default "";

    /**
     * The write concern of a transaction that begins here: {@code majority}, a number of members from 1 on, or a tag;
     * <code>${key}</code> is replaced by configuration.
     *
     * @return the client's by default
     */
    @Nonbinding
    String writeConcern() default "";

    /**
     * The longest time that a commit may take on the server, such as {@code 5s} or {@code PT5S}; <code>${key}</code> is
     * replaced by configuration.
     *
     * @return no limit by default
     */
    @Nonbinding
    String maxCommitTime() default "";
}
