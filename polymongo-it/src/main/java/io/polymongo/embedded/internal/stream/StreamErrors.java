package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.List;
import java.util.Locale;

/** The errors of a running stream, in the server's words. */
final class StreamErrors {

    private static final List<String> NOT_RESUMABLE = List.of("NonResumableChangeStreamError");

    private StreamErrors() {}

    /** The stream has passed the place where its resume token should have been. */
    static CommandError tokenNotFound(Document event) {
        return fatal("cannot resume stream; the resume token was not found. " + event.get("_id"));
    }

    /** The event of a fragment's token is not split any more. */
    static CommandError notLargeEnough() {
        return fatal("Attempted to resume from a split event fragment, but the event in the resumed stream was not "
                + "large enough to be split");
    }

    /** The pipeline took an event's token away or changed it. */
    static CommandError tokenModified(Document event, Document result) {
        return fatal("Encountered an event whose _id field, which contains the resume token, was modified by the "
                + "pipeline. Modifying the _id field of an event makes it impossible to resume the stream from that "
                + "point. Only transformations that retain the unmodified _id field are allowed. Expected: "
                + new Document("_id", event.get("_id")) + " but found: "
                + (result.containsKey("_id") ? new Document("_id", result.get("_id")) : new Document()));
    }

    /** The changes that the stream should read next have passed the oplog's bound. */
    static CommandError historyLost() {
        return new CommandError(
                ErrorCode.CHANGE_STREAM_HISTORY_LOST.code(),
                "Resume of change stream was not possible, as the resume point may no longer be in the oplog.",
                NOT_RESUMABLE,
                new Document());
    }

    /** One event is larger than a document may be. */
    static CommandError tooLarge(long size, Document event) {
        return new CommandError(
                ErrorCode.BSON_OBJECT_TOO_LARGE,
                "BSONObj size: " + size + " (0x" + Long.toHexString(size).toUpperCase(Locale.ROOT)
                        + ") is invalid. Size must be between 0 and " + Batch.LARGEST_EVENT
                        + "(16MB) First element: _id: " + event.get("_id"));
    }

    /** An image that the stream requires and that was not kept. */
    static CommandError imageMissing(String image, String operations, Document event) {
        Document shown = new Document();
        for (String field : List.of("operationType", "ns", "clusterTime", "txnNumber")) {
            shown.putIfNotNull(field, event.get(field));
        }
        return new CommandError(
                ErrorCode.NO_MATCHING_DOCUMENT,
                "Change stream was configured to require a " + image + " for all " + operations + " events, but the "
                        + image + " was not found for event: " + shown);
    }

    /** What is right, and not done here. */
    static CommandError unsupported(String what) {
        return new CommandError(
                ErrorCode.COMMAND_NOT_SUPPORTED,
                "the embedded server does not support " + what + " in a change stream");
    }

    /** The same error with the words that the server puts before it. */
    static CommandError during(String prefix, CommandError error) {
        return new CommandError(
                error.code(), prefix + " :: caused by :: " + error.getMessage(), error.labels(), error.details());
    }

    private static CommandError fatal(String message) {
        return new CommandError(ErrorCode.CHANGE_STREAM_FATAL_ERROR.code(), message, NOT_RESUMABLE, new Document());
    }
}
