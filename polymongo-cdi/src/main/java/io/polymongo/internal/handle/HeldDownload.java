package io.polymongo.internal.handle;

import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.model.GridFSFile;
import io.polymongo.internal.tx.Attempt;
import java.util.function.Supplier;

/** A download within what it holds on to. */
final class HeldDownload extends GridFSDownloadStream {

    private final Hold hold;
    private final GridFSDownloadStream stream;

    HeldDownload(Hold hold, GridFSDownloadStream stream) {
        this.hold = hold;
        this.stream = stream;
    }

    /** Within a transaction: closed before the commit. */
    static HeldDownload in(Attempt attempt, GridFSDownloadStream stream) {
        return new HeldDownload(new TransactionHold(attempt, "a download", stream), stream);
    }

    @Override
    public GridFSFile getGridFSFile() {
        return hold.within(stream::getGridFSFile);
    }

    @Override
    public GridFSDownloadStream batchSize(int batchSize) {
        stream.batchSize(batchSize);
        return this;
    }

    @Override
    public int read() {
        return upTo(stream::read);
    }

    @Override
    public int read(byte[] into) {
        return upTo(() -> stream.read(into));
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return upTo(() -> stream.read(into, offset, length));
    }

    /** Many readers go to the end of a stream and leave it there: at the end it holds nothing any more. */
    private int upTo(Supplier<Integer> reading) {
        int read = hold.within(reading);
        if (read < 0) {
            hold.exhausted();
        }
        return read;
    }

    @Override
    public long skip(long bytes) {
        return hold.within(() -> stream.skip(bytes));
    }

    @Override
    public int available() {
        return hold.within(stream::available);
    }

    @Override
    public void mark() {
        stream.mark();
    }

    @Override
    public void mark(int readLimit) {
        stream.mark(readLimit);
    }

    @Override
    public void reset() {
        hold.within(() -> {
            stream.reset();
            return true;
        });
    }

    @Override
    public boolean markSupported() {
        return stream.markSupported();
    }

    /** After a transaction's end there is nothing left to close. */
    @Override
    public void close() {
        if (!(hold instanceof TransactionHold transaction && transaction.isOver())) {
            hold.close(stream::close);
        }
    }
}
