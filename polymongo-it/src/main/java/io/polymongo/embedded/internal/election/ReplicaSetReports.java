package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code replSetGetStatus} and {@code replSetGetConfig}. */
final class ReplicaSetReports {

    static final int CONFIG_VERSION = 1;

    private static final long HEARTBEAT_MILLIS = 2000;

    private final ReplicaSet set;
    private final InstantSource clock;
    private final Supplier<BsonTimestamp> lastOpTime;
    private final ObjectId replicaSetId;

    ReplicaSetReports(ReplicaSet set, InstantSource clock, Supplier<BsonTimestamp> lastOpTime, ObjectId replicaSetId) {
        this.set = set;
        this.clock = clock;
        this.lastOpTime = lastOpTime;
        this.replicaSetId = replicaSetId;
    }

    static Document opTime(BsonTimestamp timestamp, long term) {
        return new Document("ts", timestamp).append("t", term);
    }

    static Instant dateOf(BsonTimestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getTime() & 0xffffffffL);
    }

    Document status(int asked) {
        MemberView view = set.view(asked);
        BsonTimestamp latest = lastOpTime.get();
        Document opTime = opTime(latest, view.term());
        Instant date = dateOf(latest);
        return new Document("set", set.name())
                .append("date", clock.instant())
                .append("myState", view.state().number())
                .append("term", view.term())
                .append("syncSourceHost", "")
                .append("syncSourceId", -1)
                .append("heartbeatIntervalMillis", HEARTBEAT_MILLIS)
                .append("majorityVoteCount", set.majority())
                .append("writeMajorityCount", set.majority())
                .append("votingMembersCount", set.size())
                .append("writableVotingMembersCount", set.size())
                .append(
                        "optimes",
                        new Document("lastCommittedOpTime", opTime)
                                .append("lastCommittedWallTime", date)
                                .append("readConcernMajorityOpTime", opTime)
                                .append("appliedOpTime", opTime)
                                .append("durableOpTime", opTime)
                                .append("lastAppliedWallTime", date)
                                .append("lastDurableWallTime", date))
                .append("members", memberStatus(asked, opTime, date))
                .append("ok", 1.0);
    }

    private List<Document> memberStatus(int asked, Document opTime, Instant date) {
        List<Document> members = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            MemberView view = set.view(i);
            boolean up = view.state() != MemberState.DOWN;
            Document member = new Document("_id", i)
                    .append("name", set.addresses().get(i))
                    .append("health", up ? 1.0 : 0.0)
                    .append("state", view.state().number())
                    .append("stateStr", view.state().description())
                    .append("uptime", up ? uptimeSeconds(i) : 0);
            if (up) {
                member.append("optime", opTime).append("optimeDate", date);
            }
            if (view.state() == MemberState.PRIMARY) {
                member.append("electionTime", new BsonTimestamp(set.electedAt(), 1))
                        .append("electionDate", set.electedAt());
            }
            member.append("configVersion", CONFIG_VERSION).append("configTerm", (int) view.term());
            if (i == asked) {
                member.append("self", true);
            }
            members.add(member);
        }
        return members;
    }

    private int uptimeSeconds(int member) {
        return (int) Duration.between(set.startedAt(member), clock.instant()).toSeconds();
    }

    Document config(int asked) {
        List<Document> members = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            members.add(new Document("_id", i)
                    .append("host", set.addresses().get(i))
                    .append("arbiterOnly", false)
                    .append("buildIndexes", true)
                    .append("hidden", false)
                    .append("priority", 1.0)
                    .append("tags", new Document())
                    .append("secondaryDelaySecs", 0L)
                    .append("votes", 1));
        }
        Document settings = new Document("chainingAllowed", true)
                .append("heartbeatIntervalMillis", (int) HEARTBEAT_MILLIS)
                .append("heartbeatTimeoutSecs", 10)
                .append("electionTimeoutMillis", 10_000)
                .append("catchUpTimeoutMillis", -1)
                .append("catchUpTakeoverDelayMillis", 30_000)
                .append("getLastErrorModes", new Document())
                .append("getLastErrorDefaults", new Document("w", 1).append("wtimeout", 0))
                .append("replicaSetId", replicaSetId);
        Document config = new Document("_id", set.name())
                .append("version", CONFIG_VERSION)
                .append("term", (int) set.view(asked).term())
                .append("members", members)
                .append("protocolVersion", 1L)
                .append("writeConcernMajorityJournalDefault", true)
                .append("settings", settings);
        return new Document("config", config).append("ok", 1.0);
    }
}
