package io.polymongo.embedded.internal.election;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.FakeConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateErrorsTest {

    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final ReplicaSet set = new ReplicaSet(
            "rs0", List.of("h:1", "h:2", "h:3"), timers, Duration.ofMinutes(1), InstantSource.system(), ObjectId::new);

    @AfterEach
    void end() {
        timers.shutdownNow();
    }

    private Document answered(int member, Document reply) {
        return new StateErrors(set, request -> reply)
                .handle(new FakeConnection(member).request("d", new Document("insert", "c")));
    }

    private static Document error(int code) {
        return new Document("ok", 0.0).append("code", code);
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 13435, 13436, 189, 11602})
    void anErrorOfAMemberThatIsNotPrimaryTellsItsState(int code) {
        assertThat(answered(1, error(code)))
                .containsEntry("topologyVersion", set.view(1).version().toDocument());
    }

    @Test
    void aStepDownIsANewState() {
        Object before = answered(0, error(10107)).get("topologyVersion");

        set.stepDown();

        assertThat(answered(0, error(10107)))
                .containsEntry("topologyVersion", set.view(0).version().toDocument())
                .doesNotContainEntry("topologyVersion", before);
    }

    @Test
    void soDoesAWriteConcernError() {
        Document reply = new Document("ok", 1.0).append("writeConcernError", new Document("code", 189));

        assertThat(answered(0, reply)).containsKey("topologyVersion");
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 11600})
    void aShutdownIsANewStateOfAMemberThatIsDown(int code) {
        TopologyVersion before = set.view(1).version();
        assertThat(answered(1, error(code))).doesNotContainKey("topologyVersion");

        set.kill(1);

        assertThat(set.view(1).version()).isNotEqualTo(before);
        assertThat(answered(1, error(code)))
                .containsEntry("topologyVersion", set.view(1).version().toDocument());
    }

    @ParameterizedTest
    @ValueSource(ints = {112, 251, 11000})
    void anotherErrorDoesNot(int code) {
        assertThat(answered(0, error(code))).doesNotContainKey("topologyVersion");
    }

    @Test
    void whatIsToldAlreadyStays() {
        Document reply = error(10107).append("topologyVersion", "said");

        assertThat(answered(0, reply)).containsEntry("topologyVersion", "said");
        assertThat(answered(0, new Document("ok", 1.0))).doesNotContainKey("topologyVersion");
    }
}
