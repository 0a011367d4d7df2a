package io.polymongo.embedded.internal.oplog;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One committed change. Documents in it are never changed by anybody.
 *
 * @param sequence its place, from 1, without gaps
 * @param timestamp its time in the replica set; the entries of one transaction share one
 * @param wallTime when it was committed
 * @param change what was changed
 * @param lsid the session of the transaction it belongs to, or null
 * @param txnNumber the number of the transaction it belongs to, or null
 */
public record OplogEntry(
        long sequence,
        BsonTimestamp timestamp,
        Instant wallTime,
        Change change,
        @Nullable Document lsid,
        @Nullable Long txnNumber) {

    /** What can change. */
    public enum Kind {
        INSERT,
        UPDATE,
        REPLACE,
        DELETE,
        DROP,
        RENAME,
        DROP_DATABASE,
        CREATE,
        CREATE_INDEXES,
        DROP_INDEXES,
        MODIFY
    }

    /**
     * A change before it has its place.
     *
     * @param kind what happened
     * @param database where
     * @param collection where, or null for a whole database
     * @param collectionUuid the collection's UUID, or null
     * @param documentId the document's {@code _id}; null also for what is no document (see {@link #kind})
     * @param before the document as it was, or null
     * @param after the document as it is, or null
     * @param description {@code operationDescription} of what is no document ({@code to}, {@code indexes}, …), or null
     * @param keepsPreImage whether the collection had changeStreamPreAndPostImages enabled
     * @param wholes the paths that an update set as wholes; null if only what differs in them counts
     */
    public record Change(
            Kind kind,
            String database,
            @Nullable String collection,
            @Nullable UUID collectionUuid,
            @Nullable Object documentId,
            @Nullable Document before,
            @Nullable Document after,
            @Nullable Document description,
            boolean keepsPreImage,
            @Nullable Set<String> wholes) {

        /** A change of which all that differs counts. */
        public Change(
                Kind kind,
                String database,
                @Nullable String collection,
                @Nullable UUID collectionUuid,
                @Nullable Object documentId,
                @Nullable Document before,
                @Nullable Document after,
                @Nullable Document description,
                boolean keepsPreImage) {
            this(
                    kind,
                    database,
                    collection,
                    collectionUuid,
                    documentId,
                    before,
                    after,
                    description,
                    keepsPreImage,
                    null);
        }
    }
}
