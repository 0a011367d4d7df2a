package io.polymongo.internal.handle;

import com.mongodb.client.MongoChangeStreamCursor;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A change stream's cursor within what it holds on to. */
final class HeldChangeStreamCursor<T> extends HeldCursor<T> implements MongoChangeStreamCursor<T> {

    private final MongoChangeStreamCursor<T> cursor;

    HeldChangeStreamCursor(Hold hold, MongoChangeStreamCursor<T> cursor) {
        super(hold, cursor);
        this.cursor = cursor;
    }

    @Override
    public @Nullable BsonDocument getResumeToken() {
        return hold.within(cursor::getResumeToken);
    }
}
