package io.polymongo.internal.rest;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import io.polymongo.internal.cdi.PolyMongoOwner;
import io.polymongo.internal.pool.Outage;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** The driver's errors as problem documents, told apart by type and code; their texts stay in the log. */
@Provider
public class MongoExceptionMapper implements ExceptionMapper<MongoException> {

    private @Nullable PolyMongoOwner owner;

    /** Runtimes make it themselves; what it needs comes afterwards, since some of them call no other constructor. */
    public MongoExceptionMapper() {}

    /** Takes what it needs. */
    @Inject
    public void use(PolyMongoOwner owner) {
        this.owner = owner;
    }

    @Override
    public Response toResponse(MongoException exception) {
        return problem(exception).answerTo(exception, Problem.logOf(owner));
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
