package io.polymongo.internal.pool;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be said to everybody of an error of the driver's: classes and codes, since its text may quote anything. */
final class FailureReason {

    /** Where causes go in a circle. */
    private static final int MOST_CAUSES = 5;

    private FailureReason() {}

    /** Such as {@code MongoSecurityException, caused by MongoCommandException 18}. */
    static String of(Throwable failure) {
        return Stream.iterate(failure, thrown -> thrown != null, Throwable::getCause)
                .limit(MOST_CAUSES)
                .map(FailureReason::one)
                .collect(Collectors.joining(", caused by "));
    }

    private static String one(Throwable thrown) {
        String type = thrown.getClass().getSimpleName();
        String name = type.isEmpty() ? thrown.getClass().getName() : type;
        // The driver gives its own errors negative codes, which say nothing that the class does not.
        return thrown instanceof MongoException && ((MongoException) thrown).getCode() > 0
                ? name + " " + ((MongoException) thrown).getCode()
                : name;
    }

    /** Whether the server is there and says that another is to be asked, as in every election. */
    static boolean isAnAnswer(Throwable failure) {
        return failure instanceof MongoNotPrimaryException || failure instanceof MongoNodeIsRecoveringException;
    }

    /** Whether the server refused the credentials, or the two did not come to terms about them. */
    static boolean isAboutCredentials(Throwable failure) {
        return failure instanceof MongoSecurityException;
    }
}
