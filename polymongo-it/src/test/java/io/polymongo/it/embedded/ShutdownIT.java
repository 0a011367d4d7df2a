package io.polymongo.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.polymongo.embedded.EmbeddedMongo;
import io.polymongo.it.contract.Raw;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a member says that shuts down, if anything; then its sockets are closed. */
@Timeout(120)
class ShutdownIT {

    private static final int MOST_TRIES = 10;

    private EmbeddedMongo server;

    @BeforeEach
    void start() {
        server = Sets.three();
    }

    /** With a thread for each: where there are few processors, futures by default have one for all. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        server.close();
        threads.shutdownNow();
    }

    private static void isClosed(Raw raw) {
        assertThatThrownBy(() -> raw.run("{ping: 1}")).isInstanceOf(UncheckedIOException.class);
    }

    private int primary() {
        await().until(() -> server.primary().isPresent());
        return server.primary().getAsInt();
    }

    @Test
    void idleConnectionsOfThatMemberAreClosed() {
        try (Raw of = Sets.raw(server, 0);
                Raw other = Sets.raw(server, 1)) {
            of.ok("{ping: 1}");
            server.kill(0);
            isClosed(of);
            other.ok("{ping: 1}");
        }
    }

    /** Whoever waits is interrupted and told so, unless the machine is so slow that the socket is closed before. */
    @Test
    void whatWaitsIsInterrupted() throws Exception {
        Optional<BsonDocument> answer = Optional.empty();
        for (int i = 1; i <= MOST_TRIES && answer.isEmpty(); i++) {
            answer = answerOfOneThatWaits(i);
        }
        BsonDocument reply = Raw.failed(11600, answer.orElseThrow());
        assertThat(Raw.labels(reply)).containsExactly("RetryableWriteError");
        try (Raw later = Sets.raw(server, primary())) {
            assertThat(later.found("{find: 'things', filter: {n: {$gt: 0}, _id: /held/}}"))
                    .isEmpty();
        }
    }

    private Optional<BsonDocument> answerOfOneThatWaits(int number) throws Exception {
        int member = primary();
        try (Raw holder = Sets.raw(server, member);
                Raw writer = Sets.raw(server, member)) {
            holder.ok("{insert: 'things', documents: [{_id: 'free%1$d', n: 0}, {_id: 'held%1$d', n: 0}]}", number);
            String session = "lsid: {id: UUID('00000000-0000-0000-0000-%012d')}";
            String update = "{q: {_id: '%s" + number + "'}, u: {$inc: {n: 1}}}";
            holder.ok(
                    "{update: 'things', updates: [%s], %s}",
                    update.formatted("held"), Raw.begin(session.formatted(2 * number), 1));
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(
                    () -> writer.run(
                            "{update: 'things', updates: [%s, %s], %s, txnNumber: NumberLong(1)}",
                            update.formatted("free"), update.formatted("held"), session.formatted(2 * number + 1)),
                    threads);
            await().until(() -> !holder.found("{find: 'things', filter: {_id: 'free%d', n: 1}}", number)
                    .isEmpty());

            server.kill(member);

            isClosed(holder);
            Optional<BsonDocument> answer = waiting.handle((reply, closed) -> Optional.ofNullable(reply))
                    .get(20, TimeUnit.SECONDS);
            isClosed(writer);
            return answer;
        } finally {
            server.restart(member);
        }
    }

    /** Let in before the member went down, and carried out after. */
    @Test
    void whatBeginsMeanwhileIsRefused() throws Exception {
        Optional<BsonDocument> answer = Optional.empty();
        for (int i = 1; i <= MOST_TRIES && answer.isEmpty(); i++) {
            answer = answerOfOneThatBegins(i);
        }
        BsonDocument reply = Raw.failed(91, answer.orElseThrow());
        assertThat(reply).containsKey("topologyVersion");
        assertThat(Raw.labels(reply)).containsExactly("RetryableWriteError");
        try (Raw later = Sets.raw(server, primary())) {
            assertThat(later.found("{find: 'late'}")).isEmpty();
        }
    }

    private Optional<BsonDocument> answerOfOneThatBegins(int number) throws Exception {
        int member = primary();
        try (Raw writer = Sets.raw(server, member)) {
            server.pause();
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(
                    () -> writer.run(
                            "{insert: 'late', documents: [{_id: %1$d}],"
                                    + " lsid: {id: UUID('00000000-0000-0000-0001-%1$012d')}, txnNumber: NumberLong(1)}",
                            number),
                    threads);
            CompletableFuture<Void> dying = CompletableFuture.runAsync(() -> server.kill(member), threads);
            await().until(() -> server.primary().orElse(-1) != member);
            server.resume();
            dying.get(20, TimeUnit.SECONDS);
            return waiting.handle((reply, closed) -> Optional.ofNullable(reply)).get(20, TimeUnit.SECONDS);
        } finally {
            server.resume();
            server.restart(member);
        }
    }
}
