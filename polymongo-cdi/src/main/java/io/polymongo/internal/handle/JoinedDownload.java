package io.polymongo.internal.handle;

import com.mongodb.MongoException;
import com.mongodb.client.gridfs.GridFSDownloadStream;
import com.mongodb.client.gridfs.model.GridFSFile;
import io.polymongo.internal.tx.Attempt;
import java.util.function.Supplier;

/** A download within a transaction: of no use after it or on another thread. */
final class JoinedDownload extends GridFSDownloadStream {

    private final Attempt attempt;
    private final GridFSDownloadStream stream;

    JoinedDownload(Attempt attempt, GridFSDownloadStream stream) {
        this.attempt = attempt;
        this.stream = stream;
        attempt.opened(stream);
    }

    @Override
    public GridFSFile getGridFSFile() {
        return within(stream::getGridFSFile);
    }

    @Override
    public GridFSDownloadStream batchSize(int batchSize) {
        stream.batchSize(batchSize);
        return this;
    }

    @Override
    public int read() {
        return within(stream::read);
    }

    @Override
    public int read(byte[] into) {
        return within(() -> stream.read(into));
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        return within(() -> stream.read(into, offset, length));
    }

    @Override
    public long skip(long bytes) {
        return within(() -> stream.skip(bytes));
    }

    @Override
    public int available() {
        return within(stream::available);
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
        within(() -> {
            stream.reset();
            return true;
        });
    }

    @Override
    public boolean markSupported() {
        return stream.markSupported();
    }

    /** After the attempt's end there is nothing left to close. */
    @Override
    public void close() {
        if (!attempt.isEnded()) {
            attempt.requireUsable("a download");
            attempt.closed(stream);
            stream.close();
        }
    }

    private <R> R within(Supplier<R> call) {
        attempt.requireUsable("a download");
        try {
            return call.get();
        } catch (MongoException e) {
            attempt.failed(e);
            throw e;
        }
    }
}
