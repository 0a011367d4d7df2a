package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.oplog.OplogEntry;
import io.polymongo.embedded.internal.oplog.OplogEntry.Change;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes of a change the event that a client sees, with the fields in the server's order. */
final class Events {

    /**
     * An event on its way.
     *
     * @param document the event
     * @param missingImage the error if the event is wanted, as it lacks an image that is required; or null
     */
    record Event(Document document, @Nullable CommandError missingImage) {}

    private static final Set<Kind> EXPANDED =
            EnumSet.of(Kind.CREATE, Kind.CREATE_INDEXES, Kind.DROP_INDEXES, Kind.MODIFY);

    private static final Set<Kind> WITH_PRE_IMAGE = EnumSet.of(Kind.UPDATE, Kind.REPLACE, Kind.DELETE);

    /** The user of a session without authentication: the hash of nothing. */
    private static final byte[] NOBODY = Base64.getDecoder().decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");

    private static final String STATE_BEFORE = "stateBeforeChange";

    private final StreamSpec spec;
    private final Images images;

    Events(StreamSpec spec, Images images) {
        this.spec = spec;
        this.images = images;
    }

    /** Whether streams like this one show such a change at all. */
    boolean shows(Kind kind) {
        return spec.expanded() || !EXPANDED.contains(kind);
    }

    /** The event of a change. */
    Event of(OplogEntry entry, ResumeToken token) {
        Change change = entry.change();
        Document description = change.description();
        Document event = new Document();
        if (change.kind() == Kind.RENAME && description != null) {
            event.append("to", description.get("to"));
        }
        appendTransaction(event, entry);
        event.append("_id", token.document())
                .append("operationType", operationType(change.kind()))
                .append("clusterTime", entry.timestamp());
        if (spec.expanded()) {
            UUID collection = change.collectionUuid();
            event.putIfNotNull("collectionUUID", collection == null ? null : Binary.of(collection));
        }
        event.append("wallTime", entry.wallTime());
        boolean lacksFullDocument = appendFullDocument(event, entry);
        event.append("ns", namespace(change));
        if (isDocument(change.kind())) {
            event.append("documentKey", new Document("_id", change.documentId()));
        }
        if (spec.expanded() && description != null) {
            appendDescription(event, description);
        }
        if (change.kind() == Kind.UPDATE) {
            event.append("updateDescription", updateDescription(change));
        }
        CommandError missing = null;
        if (appendBefore(event, entry)) {
            missing = StreamErrors.imageMissing("pre-image", "update, delete and replace", event);
        } else if (lacksFullDocument) {
            missing = StreamErrors.imageMissing("post-image", "update", event);
        }
        return new Event(event, missing);
    }

    /** The event that ends a stream after another event. */
    Event invalidation(OplogEntry entry, ResumeToken token) {
        return new Event(
                new Document("_id", token.document())
                        .append("operationType", "invalidate")
                        .append("clusterTime", entry.timestamp())
                        .append("wallTime", entry.wallTime()),
                null);
    }

    private static void appendTransaction(Document event, OplogEntry entry) {
        Document lsid = entry.lsid();
        if (entry.txnNumber() == null || lsid == null) {
            return;
        }
        Document session = new Document(lsid);
        session.putIfAbsent("uid", Binary.of(NOBODY));
        event.append("txnNumber", entry.txnNumber()).append("lsid", session);
    }

    /** Whether an image that is required is missing. */
    private boolean appendFullDocument(Document event, OplogEntry entry) {
        Change change = entry.change();
        if (change.kind() == Kind.INSERT || change.kind() == Kind.REPLACE) {
            event.append("fullDocument", change.after());
        } else if (change.kind() == Kind.UPDATE && spec.fullDocument() != StreamSpec.FullDocument.DEFAULT) {
            boolean now = spec.fullDocument() == StreamSpec.FullDocument.UPDATE_LOOKUP;
            Document document = now ? images.latest(change) : images.after(entry);
            event.append("fullDocument", document);
            return document == null && spec.fullDocument() == StreamSpec.FullDocument.REQUIRED;
        }
        return false;
    }

    /** Whether an image that is required is missing. */
    private boolean appendBefore(Document event, OplogEntry entry) {
        if (spec.before() == StreamSpec.Before.OFF
                || !WITH_PRE_IMAGE.contains(entry.change().kind())) {
            return false;
        }
        Document document = images.before(entry);
        event.append("fullDocumentBeforeChange", document);
        return document == null && spec.before() == StreamSpec.Before.REQUIRED;
    }

    private static void appendDescription(Document event, Document description) {
        Document shown = new Document(description);
        Object stateBefore = shown.remove(STATE_BEFORE);
        event.append("operationDescription", shown);
        event.putIfNotNull(STATE_BEFORE, stateBefore);
    }

    private Document updateDescription(Change change) {
        Document before = change.before();
        Document after = change.after();
        if (before == null || after == null) {
            throw new IllegalStateException("An update in the oplog lacks its documents: " + namespace(change));
        }
        return UpdateDescription.of(before, after, change.wholes(), spec.expanded());
    }

    private static Document namespace(Change change) {
        Document namespace = new Document("db", change.database());
        namespace.putIfNotNull("coll", change.collection());
        return namespace;
    }

    private static boolean isDocument(Kind kind) {
        return kind == Kind.INSERT || WITH_PRE_IMAGE.contains(kind);
    }

    private static String operationType(Kind kind) {
        return switch (kind) {
            case INSERT -> "insert";
            case UPDATE -> "update";
            case REPLACE -> "replace";
            case DELETE -> "delete";
            case DROP -> "drop";
            case RENAME -> "rename";
            case DROP_DATABASE -> "dropDatabase";
            case CREATE -> "create";
            case CREATE_INDEXES -> "createIndexes";
            case DROP_INDEXES -> "dropIndexes";
            case MODIFY -> "modify";
        };
    }
}
