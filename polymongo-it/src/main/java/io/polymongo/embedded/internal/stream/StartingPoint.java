package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.oplog.Oplog;

/**
 * Where a stream begins.
 *
 * @param token the place after which it begins
 * @param shown the token as the client gave it, or would see it
 * @param place the oplog's place after which it begins to look
 * @param lost whether changes that it should see have passed the oplog's bound
 */
record StartingPoint(ResumeToken token, Document shown, long place, boolean lost) {

    /** Where a specification begins, or the error that the server has for it. */
    static StartingPoint of(StreamSpec spec, Scope scope, Oplog oplog) {
        Document resumeAfter = spec.resumeAfter();
        Document startAfter = spec.startAfter();
        BsonTimestamp startAt = spec.startAtOperationTime();
        if (resumeAfter != null && startAfter != null) {
            throw new CommandError(
                    50865, "Do not specify both 'resumeAfter' and 'startAfter' in a $changeStream stage");
        }
        Document given = resumeAfter != null ? resumeAfter : startAfter;
        if (given == null) {
            return startAt == null ? now(oplog) : at(ResumeToken.before(startAt), oplog);
        }
        ResumeToken token = TokenFormat.read(given);
        if (startAt != null) {
            throw new CommandError(40674, "Only one type of resume option is allowed, but multiple were found");
        }
        if (resumeAfter != null && token.fromInvalidate()) {
            throw new CommandError(
                    ErrorCode.INVALID_RESUME_TOKEN,
                    "Attempting to resume a change stream using 'resumeAfter' is not allowed from an invalidate "
                            + "notification");
        }
        if (scope.collection() != null && token.isEvent() && token.collection() == null) {
            throw new CommandError(
                    ErrorCode.INVALID_RESUME_TOKEN,
                    "Attempted to resume a single-collection stream, but the resume token does not include a UUID");
        }
        StartingPoint found = at(token, oplog);
        return new StartingPoint(token, given, found.place(), found.lost());
    }

    /** One tick after the latest change, so that the stream does not return that. */
    private static StartingPoint now(Oplog oplog) {
        long place = oplog.latestSequence();
        ResumeToken token =
                ResumeToken.before(new BsonTimestamp(oplog.latestTimestamp().getValue() + 1));
        return new StartingPoint(token, token.document(), place, false);
    }

    private static StartingPoint at(ResumeToken token, Oplog oplog) {
        long place = oplog.firstSequenceFrom(token.time()) - 1;
        return new StartingPoint(token, token.document(), place, !oplog.reachesBackTo(token.time()));
    }
}
