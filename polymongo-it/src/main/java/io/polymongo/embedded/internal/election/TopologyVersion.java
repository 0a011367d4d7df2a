package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * Which state of itself a member tells: the counter grows with each change, in a new process from 0.
 *
 * @param processId the member's process
 * @param counter how many changes it has seen
 */
public record TopologyVersion(ObjectId processId, long counter) {

    TopologyVersion next() {
        return new TopologyVersion(processId, counter + 1);
    }

    Document toDocument() {
        return new Document("processId", processId).append("counter", counter);
    }
}
