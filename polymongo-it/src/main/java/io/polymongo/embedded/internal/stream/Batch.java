package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.BsonSize;
import java.util.ArrayList;
import java.util.List;

/** The events of one reply: no more than were asked for, and no more bytes than a document may have. */
final class Batch {

    /** The largest size of one event: that of a document, and what the server allows itself on top. */
    static final int LARGEST_EVENT = 16 * 1024 * 1024 + 16 * 1024;

    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final int most;
    private final List<Document> events = new ArrayList<>();
    private long bytes;

    /** A batch of at most so many events. */
    Batch(int most) {
        this.most = most;
    }

    /** Takes an event, unless it is for the next batch. */
    boolean add(Document event) {
        long size = BsonSize.of(event);
        if (size > LARGEST_EVENT) {
            throw StreamErrors.tooLarge(size, event);
        }
        if (isFull() || !events.isEmpty() && bytes + size > MOST_BYTES) {
            return false;
        }
        bytes += size;
        return events.add(event);
    }

    boolean isFull() {
        return events.size() >= most;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    List<Document> events() {
        return events;
    }
}
