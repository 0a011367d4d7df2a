package io.polymongo.internal.rest;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import io.polymongo.internal.pool.Outage;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** The driver's errors as problem documents, told apart by type and code; their texts stay in the log. */
@Provider
public class MongoExceptionMapper implements ExceptionMapper<MongoException> {

    private final RequestOwner owner = new RequestOwner();

    /** For the runtime. */
    public MongoExceptionMapper() {}

    @Override
    public Response toResponse(MongoException exception) {
        return problem(exception).answerTo(exception, owner.log());
    }

    static Problem problem(MongoException exception) {
        if (isDuplicateKey(exception)) {
            return new Problem("duplicate-key", "Already there", 409, "Something with the same unique value exists.");
        }
        boolean mayPass =
                Outage.is(exception) || exception.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
        return mayPass ? PolyMongoExceptionMapper.unavailable() : PolyMongoExceptionMapper.internal();
    }

    private static boolean isDuplicateKey(MongoException exception) {
        if (exception instanceof MongoBulkWriteException bulk
                && !bulk.getWriteErrors().isEmpty()) {
            return bulk.getWriteErrors().stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
        }
        return ErrorCategory.fromErrorCode(exception.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }
}
