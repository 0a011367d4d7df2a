package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.ClientMetadata;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code hello} and its older names. Given a topologyVersion it waits, woken by a change of the member's state and by
 * nothing else, for as long as the client allows. A client that may be answered more than once is by the wire, which asks
 * again.
 */
final class Hello {

    private static final int MAX_BSON_OBJECT_SIZE = 16 * 1024 * 1024;
    private static final int MAX_MESSAGE_SIZE = 48_000_000;
    private static final int MAX_WRITE_BATCH_SIZE = 100_000;
    private static final int SESSION_MINUTES = 30;
    private static final int MAX_WIRE_VERSION = 21;

    private final ReplicaSet set;
    private final InstantSource clock;
    private final Supplier<BsonTimestamp> lastOpTime;
    private final Function<String, List<String>> mechanisms;

    Hello(
            ReplicaSet set,
            InstantSource clock,
            Supplier<BsonTimestamp> lastOpTime,
            Function<String, List<String>> mechanisms) {
        this.set = set;
        this.clock = clock;
        this.lastOpTime = lastOpTime;
        this.mechanisms = mechanisms;
    }

    Document answer(Request request) {
        Fields fields = new Fields(request.name(), request.body());
        ClientMetadata.remember(request.connection(), request.body());
        Document known = fields.document("topologyVersion");
        Long mostMillis = fields.integer("maxAwaitTimeMS");
        Boolean helloOk = fields.bool("helloOk");
        String user = fields.string("saslSupportedMechs");
        int member = request.connection().member();
        MemberView view = known == null || mostMillis == null
                ? unawaited(member, known, mostMillis)
                : awaited(member, version(fields, known), mostMillis);
        if (view.state() == MemberState.DOWN) {
            throw StateChecks.shutDown();
        }
        Document reply = new Document();
        if (helloOk != null) {
            reply.append("helloOk", true);
        }
        describeSet(reply, member, view, !request.name().equals("hello"));
        describeServer(reply, request.connection().id());
        if (user != null) {
            List<String> offered = mechanisms.apply(user);
            if (!offered.isEmpty()) {
                reply.append("saslSupportedMechs", offered);
            }
        }
        return reply.append("ok", 1.0);
    }

    private MemberView unawaited(int member, @Nullable Document known, @Nullable Long mostMillis) {
        if (known != null) {
            throw new CommandError(31368, "A request with a 'topologyVersion' must include 'maxAwaitTimeMS'");
        }
        if (mostMillis != null) {
            throw new CommandError(31368, "A request with 'maxAwaitTimeMS' must include a 'topologyVersion'");
        }
        return set.view(member);
    }

    private MemberView awaited(int member, TopologyVersion known, long mostMillis) {
        if (known.counter() < 0) {
            throw new CommandError(31372, "topologyVersion must have a non-negative counter");
        }
        if (mostMillis < 0) {
            throw new CommandError(
                    ErrorCode.BAD_VALUE,
                    "BSON field 'maxAwaitTimeMS' value must be >= 0, actual value '" + mostMillis + "'");
        }
        TopologyVersion current = set.view(member).version();
        if (known.processId().equals(current.processId()) && known.counter() > current.counter()) {
            throw new CommandError(
                    31382,
                    "Received a topology version with counter: " + known.counter()
                            + " which is greater than the server topology version counter: " + current.counter());
        }
        try {
            return set.waiting().await(member, known, Duration.ofMillis(mostMillis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StateChecks.shutDown();
        }
    }

    private static TopologyVersion version(Fields fields, Document known) {
        Fields inner = new Fields(fields.path("topologyVersion"), known);
        return new TopologyVersion(
                inner.required("processId", ObjectId.class, "objectId"), inner.required("counter", Long.class, "long"));
    }

    private void describeSet(Document reply, int member, MemberView view, boolean inOldWords) {
        boolean isPrimary = view.state() == MemberState.PRIMARY;
        reply.append("topologyVersion", view.version().toDocument())
                .append("hosts", set.addresses())
                .append("setName", set.name())
                .append("setVersion", ReplicaSetReports.CONFIG_VERSION)
                .append(inOldWords ? "ismaster" : "isWritablePrimary", isPrimary)
                .append("secondary", !isPrimary);
        if (view.primary() != null) {
            reply.append("primary", view.primary());
        }
        reply.append("me", set.addresses().get(member));
        if (isPrimary) {
            reply.append("electionId", view.electionId());
        }
        BsonTimestamp latest = lastOpTime.get();
        Instant date = ReplicaSetReports.dateOf(latest);
        Document opTime = ReplicaSetReports.opTime(latest, view.term());
        reply.append(
                        "lastWrite",
                        new Document("opTime", opTime)
                                .append("lastWriteDate", date)
                                .append("majorityOpTime", opTime)
                                .append("majorityWriteDate", date))
                .append("isImplicitDefaultMajorityWC", true);
    }

    private void describeServer(Document reply, int connectionId) {
        reply.append("maxBsonObjectSize", MAX_BSON_OBJECT_SIZE)
                .append("maxMessageSizeBytes", MAX_MESSAGE_SIZE)
                .append("maxWriteBatchSize", MAX_WRITE_BATCH_SIZE)
                .append("localTime", clock.instant())
                .append("logicalSessionTimeoutMinutes", SESSION_MINUTES)
                .append("connectionId", connectionId)
                .append("minWireVersion", 0)
                .append("maxWireVersion", MAX_WIRE_VERSION)
                .append("readOnly", false);
    }
}
