package io.polymongo.internal.handle;

import com.mongodb.client.gridfs.GridFSUploadStream;
import io.polymongo.ErrorId;
import io.polymongo.TransactionException;
import io.polymongo.internal.tx.Attempt;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** An upload within what it holds on to; in a transaction it is lost unless it is closed before. */
final class HeldUpload extends GridFSUploadStream {

    private final Hold hold;
    private final GridFSUploadStream stream;

    HeldUpload(Hold hold, GridFSUploadStream stream) {
        this.hold = hold;
        this.stream = stream;
    }

    /** Within a transaction, which is told of one that nobody closed. */
    static HeldUpload in(Attempt attempt, GridFSUploadStream stream) {
        return new HeldUpload(new TransactionHold(attempt, "an upload", new Forgotten()), stream);
    }

    /** An object for each upload: a reference to a static method would be one for all of them. */
    private static final class Forgotten implements AutoCloseable {

        @Override
        public void close() {
            throw new TransactionException(
                    ErrorId.TRANSACTION_ENDED,
                    "an upload was not closed within its transaction, and its file would be lost; close the stream, for"
                            + " example with try (…)");
        }
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
        hold.close(stream::abort);
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

    /** Closing is what makes the file: where it cannot be made any more, that is said. */
    @Override
    public void close() {
        hold.close(() -> within(stream::close));
    }

    private void within(Runnable call) {
        hold.within(() -> {
            call.run();
            return null;
        });
    }
}
