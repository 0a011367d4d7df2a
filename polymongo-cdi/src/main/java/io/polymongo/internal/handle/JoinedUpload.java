package io.polymongo.internal.handle;

import com.mongodb.MongoException;
import com.mongodb.client.gridfs.GridFSUploadStream;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.tx.Attempt;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** An upload within a transaction: of no use after it or on another thread, and lost unless it is closed before. */
final class JoinedUpload extends GridFSUploadStream {

    private final Attempt attempt;
    private final GridFSUploadStream stream;

    /** Of this upload alone: a reference to a static method would be one object for all of them. */
    private final AutoCloseable forgotten = this::refuse;

    JoinedUpload(Attempt attempt, GridFSUploadStream stream) {
        this.attempt = attempt;
        this.stream = stream;
        attempt.opened(forgotten);
    }

    private void refuse() {
        throw new TransactionException(
                ErrorId.TRANSACTION_ENDED,
                "an upload was not closed within its transaction, and its file would be lost; close the stream, for"
                        + " example with try (…)");
    }

    @Override
    public ObjectId getObjectId() {
        return stream.getObjectId();
    }

    @Override
    public BsonValue getId() {
        return stream.getId();
    }

    @Override
    public void abort() {
        within(stream::abort);
        attempt.closed(forgotten);
    }

    @Override
    public void write(int value) {
        within(() -> stream.write(value));
    }

    @Override
    public void write(byte[] values) {
        within(() -> stream.write(values));
    }

    @Override
    public void write(byte[] values, int offset, int length) {
        within(() -> stream.write(values, offset, length));
    }

    @Override
    public void flush() {
        within(stream::flush);
    }

    @Override
    public void close() {
        attempt.requireUsable("an upload");
        attempt.closed(forgotten);
        within(stream::close);
    }

    private void within(Runnable call) {
        attempt.requireUsable("an upload");
        try {
            call.run();
        } catch (MongoException e) {
            attempt.failed(e);
            throw e;
        }
    }
}
