package io.polymongo.embedded.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.MustWait;
import io.polymongo.embedded.internal.command.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Faults that make a command wait, on a thread that may not. */
class FaultsWithoutWaitingTest {

    private final List<Duration> slept = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final FailPoints points =
            new FailPoints(slept::add, new Random(), cursor -> false, true, request -> {}, request -> {
                ran.add(request.name());
                return new Document("ok", 1.0);
            });
    private final Replies server = new Replies(() -> new BsonTimestamp(5), cursor -> false, points);

    private static Request find() {
        return new FakeConnection().request("db", new Document("find", "c"));
    }

    private void assertMustWait() {
        assertThatThrownBy(() -> server.handle(find().withoutWaiting())).isInstanceOf(MustWait.class);
        assertThat(slept).isEmpty();
        assertThat(ran).isEmpty();
    }

    private void failCommand(Document data) {
        server.handle(new FakeConnection()
                .request(
                        "admin",
                        new Document("configureFailPoint", "failCommand")
                                .append("mode", new Document("times", 1))
                                .append("data", data.append("failCommands", List.of("find")))));
    }

    @Test
    void aBlockedConnectionIsLeftAndNotCounted() {
        failCommand(new Document("blockConnection", true).append("blockTimeMS", 250));

        assertMustWait();

        assertThat(server.handle(find())).containsEntry("ok", 1.0);
        assertThat(slept).containsExactly(Duration.ofMillis(250));
        assertThat(server.handle(find().withoutWaiting())).containsEntry("ok", 1.0);
    }

    @Test
    void oneThatFailsWithoutWaitingActsAtOnce() {
        failCommand(new Document("errorCode", 2));

        assertThat(server.handle(find().withoutWaiting())).containsEntry("code", 2);
        assertThat(server.handle(find().withoutWaiting())).containsEntry("ok", 1.0);
    }

    @Test
    void nobodyWaitsAtTheGate() {
        points.pause();
        assertMustWait();

        points.resume();
        assertThat(server.handle(find().withoutWaiting())).containsEntry("ok", 1.0);
    }

    @Test
    void nobodyIsSlowedDown() {
        points.latency(Duration.ofMillis(5));
        assertMustWait();

        points.latency(Duration.ZERO);
        assertThat(server.handle(find().withoutWaiting())).containsEntry("ok", 1.0);
    }

    @Test
    void whatIsToFailNextIsKeptForTheCommandThatRuns() {
        points.failNext("find", 2);
        points.pause();
        assertMustWait();

        points.resume();
        assertThat(server.handle(find())).containsEntry("code", 2);
    }
}
