package io.polymongo.embedded.internal.stream;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Holds back the events up to the one of a resume token, and fails when that one does not come. Only what the pipeline
 * lets through arrives here, as on the server: whoever resumes with a pipeline that leaves out the token's event fails.
 */
final class ResumeCheck {

    private final ResumeToken awaited;
    private boolean waits;
    private boolean found;
    private boolean mayBeginWithInvalidation;

    ResumeCheck(ResumeToken awaited) {
        this.awaited = awaited;
        this.waits = awaited.isEvent();
        this.mayBeginWithInvalidation = awaited.fromInvalidate();
    }

    /** The same for an event that was not split, also where the pipeline would split large ones. */
    boolean passesWhole(ResumeToken token, Document event, boolean splits) {
        if (waits && splits && awaited.fragment() != ResumeToken.WHOLE && awaited.isPartOf(token)) {
            throw StreamErrors.notLargeEnough();
        }
        return passes(token, event);
    }

    /** Whether an event or a fragment of one lies after the token. */
    boolean passes(ResumeToken token, Document event) {
        if (!waits) {
            return true;
        }
        int order = token.compareTo(awaited);
        if (order == 0) {
            found = true;
        }
        if (order <= 0) {
            return false;
        }
        if (!found) {
            throw StreamErrors.tokenNotFound(event);
        }
        waits = false;
        return true;
    }

    /**
     * Whether the invalidation that would follow an event is the one after which the stream was started: it is not told
     * again, whatever the pipeline says. To be asked for each event of the stream's scope.
     */
    boolean swallowsInvalidation(ResumeToken token, boolean ends) {
        boolean first = mayBeginWithInvalidation;
        mayBeginWithInvalidation = false;
        if (first && ends && token.invalidation().compareTo(awaited) == 0) {
            found = true;
        }
        return first && ends;
    }
}
