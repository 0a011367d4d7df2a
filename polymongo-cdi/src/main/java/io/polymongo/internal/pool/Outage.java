package io.polymongo.internal.pool;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;

/** What the driver throws where no server, or no connection, is to be had at present: it may heal by itself. */
public final class Outage {

    private Outage() {}

    /** Whether an error says no more than that. */
    public static boolean is(MongoException exception) {
        return exception instanceof MongoTimeoutException
                || exception instanceof MongoSocketException
                || exception instanceof MongoServerUnavailableException
                || exception instanceof MongoConnectionPoolClearedException
                || exception instanceof MongoNotPrimaryException
                || exception instanceof MongoNodeIsRecoveringException;
    }
}
