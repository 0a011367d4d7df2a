package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a member knows of the set at one time.
 *
 * @param state what it is itself
 * @param primary the address of the primary, or null while there is none
 * @param term how many elections there were
 * @param version the number of this state
 */
public record MemberView(MemberState state, @Nullable String primary, long term, TopologyVersion version) {

    private static final int ELECTION_ID_HEAD = 0x7fffffff;

    /** The id of the election that made the primary; a later one is greater. */
    ObjectId electionId() {
        return new ObjectId(
                ByteBuffer.allocate(12).putInt(ELECTION_ID_HEAD).putLong(term).array());
    }
}
