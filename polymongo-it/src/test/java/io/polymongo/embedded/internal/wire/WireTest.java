package io.polymongo.embedded.internal.wire;

import static io.polymongo.embedded.internal.wire.RawClient.body;
import static io.polymongo.embedded.internal.wire.RawClient.bson;
import static io.polymongo.embedded.internal.wire.RawClient.command;
import static io.polymongo.embedded.internal.wire.RawClient.message;
import static io.polymongo.embedded.internal.wire.RawClient.query;
import static io.polymongo.embedded.internal.wire.RawClient.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

    private static final String PING = "{ping: 1, $db: 'd'}";

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLong counter = new AtomicLong();
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Network network = new Network(null);
    private final MemberPort port = network.bind(4, 0);
    private RawClient client;

    private final CommandHandler handler = request -> {
        requests.add(request);
        return switch (request.name()) {
            case "breaks" -> throw new IllegalStateException("on purpose");
            case "closes" -> throw new ConnectionClosed(request.connection());
            case "overflows" -> throw new StackOverflowError();
            case "blocks" -> {
                blocked.countDown();
                await(release);
                yield new Document("ok", 1.0).append("blocked", true);
            }
            case "getMore", "delete" -> {
                blocked.countDown();
                yield new Document("ok", awaitUninterrupted(release) ? 1.0 : 0.0);
            }
            case "unwritable" -> new Document("ok", 1.0).append("value", new Object());
            case "huge" -> new Document("ok", 1.0).append("value", "x".repeat(17 * 1024 * 1024));
            case "echo" ->
                new Document("ok", 1.0).append("value", request.body().get("echo"));
            case "hello" ->
                new Document("ok", counter.get() < 3 ? 1.0 : 0.0)
                        .append("topologyVersion", new Document("counter", counter.incrementAndGet()));
            default -> new Document("ok", 1.0);
        };
    };

    private boolean awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            interrupted.countDown();
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        network.serve(port, handler);
        client = new RawClient(port.number());
    }

    @AfterEach
    void end() throws IOException {
        release.countDown();
        client.close();
        port.close();
        network.close();
    }

    private void assertStillAnswers() throws IOException {
        assertThat(client.ask(command(99, 0, PING)).getDouble("ok").getValue()).isEqualTo(1.0);
    }

    @Test
    void aCommandReachesTheHandlerAsItWasSent() throws IOException {
        client.send(command(7, 0, "{ping: 1, $db: 'd', x: {y: [1, 'z', null]}}"));

        RawClient.Answer answer = client.receive();

        assertThat(answer.responseTo()).isEqualTo(7);
        assertThat(answer.flags()).isZero();
        Request request = requests.element();
        assertThat(request.name()).isEqualTo("ping");
        assertThat(request.database()).isEqualTo("d");
        assertThat(request.mayStream()).isFalse();
        assertThat(request.connection().member()).isEqualTo(4);
        assertThat(request.body().get("x")).isEqualTo(new Document("y", Arrays.asList(1, "z", null)));
    }

    @Test
    void documentSequencesBecomeArrays() throws IOException {
        client.ask(message(
                1, 0, sequence("documents", bson("{a: 1}"), bson("{a: 2}")), body(bson("{insert: 'c', $db: 'd'}"))));

        assertThat(requests.element().body().get("documents"))
                .isEqualTo(List.of(new Document("a", 1), new Document("a", 2)));
        assertThat(requests.element().name()).isEqualTo("insert");
    }

    @Test
    void sequencesAndBodiesThatDoNotFitAreRefused() throws IOException {
        byte[] body = body(bson("{insert: 'c', documents: [], $db: 'd'}"));
        assertThat(client.errorOf(message(1, 0, body, sequence("documents", bson("{}")))))
                .isEqualTo(40433);
        assertThat(client.errorOf(message(1, 0, body, sequence("a", bson("{}")), sequence("a", bson("{}")))))
                .isEqualTo(40431);
        assertThat(client.errorOf(message(1, 0, sequence("a"), sequence("b"), sequence("c"), body)))
                .isEqualTo(233);
        assertThat(client.errorOf(message(1, 0, body, body))).isEqualTo(40430);
        assertThat(client.errorOf(message(1, 0, sequence("a")))).isEqualTo(40587);
        assertThat(client.errorOf(message(1, 0))).isEqualTo(40587);
        assertThat(client.errorOf(message(1, 0, new byte[] {9}))).isEqualTo(40432);
        assertThat(client.errorOf(message(1, 0, new byte[] {1, 127, 0, 0, 0}))).isEqualTo(22);
        assertThat(client.errorOf(command(1, 0, "{ping: 1}"))).isEqualTo(40571);
        assertThat(client.errorOf(command(1, 0, "{ping: 1, $db: 5}"))).isEqualTo(14);
        assertThat(requests).isEmpty();
        assertStillAnswers();
    }

    @Test
    void flagsThatAreNotKnownAreRefusedWhenTheyMustBeKnown() throws IOException {
        assertThat(client.errorOf(command(1, 1 << 3, PING))).isEqualTo(223);
        assertThat(client.ask(command(1, 1 << 20, PING))).doesNotContainKey("code");
    }

    @Test
    void aChecksumMustBeRight() throws IOException {
        byte[] message = message(1, 1, body(bson(PING)), new byte[4]);
        assertThat(client.errorOf(message)).isEqualTo(288);

        CRC32C checksum = new CRC32C();
        checksum.update(message, 0, message.length - 4);
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(message.length - 4, (int) checksum.getValue());
        assertThat(client.ask(message)).doesNotContainKey("code");
        assertThat(client.errorOf(message(1, 1, new byte[2]))).isEqualTo(51252);
    }

    @Test
    void whoWantsNoReplyGetsNoneNotEvenAnError() throws IOException {
        client.send(command(1, 2, PING));
        client.send(command(2, 2, "{breaks: 1, $db: 'd'}"));
        client.send(message(3, 2, new byte[] {0, 5, 0, 0, 0, 7}));
        client.send(command(4, 0, PING));

        assertThat(client.receive().responseTo()).isEqualTo(4);
        assertThat(requests).hasSize(3);
    }

    @Test
    void theCommandsOfOneConnectionAreAnsweredInOrderAndDoNotHoldUpOthers() throws Exception {
        client.send(command(1, 0, "{blocks: 1, $db: 'd'}"));
        for (int id = 2; id < 200; id++) {
            client.send(command(id, 0, PING));
        }
        assertThat(blocked.await(2, TimeUnit.MINUTES)).isTrue();
        try (RawClient other = new RawClient(port.number())) {
            assertThat(other.ask(command(1, 0, PING))).doesNotContainKey("code");
        }
        release.countDown();

        List<Integer> answered = new ArrayList<>();
        for (int id = 1; id < 200; id++) {
            answered.add(client.receive().responseTo());
        }
        assertThat(answered).isSorted().hasSize(199);
    }

    @Test
    void errorsOfTheServerAreAnswers() throws IOException {
        assertThat(client.errorOf(command(1, 0, "{breaks: 1, $db: 'd'}"))).isEqualTo(1);
        assertThat(client.errorOf(command(1, 0, "{overflows: 1, $db: 'd'}"))).isEqualTo(1);
        assertThat(client.errorOf(command(1, 0, "{unwritable: 1, $db: 'd'}"))).isEqualTo(1);
        assertThat(client.errorOf(command(1, 0, "{huge: 1, $db: 'd'}"))).isEqualTo(10334);
        assertStillAnswers();
    }

    @Test
    void aConnectionThatIsClosedOnPurposeGetsNoAnswerAndNoOtherIs() throws IOException {
        try (RawClient other = new RawClient(port.number())) {
            other.send(command(1, 0, "{closes: 1, $db: 'd'}"));
            assertThatThrownBy(other::receive).isInstanceOf(IOException.class).hasMessage("closed");
        }
        assertStillAnswers();
    }

    @Test
    void aStreamGoesOnAsLongAsTheAnswersAreGood() throws IOException {
        client.send(command(5, 1 << 16, "{hello: 1, topologyVersion: {counter: 0}, $db: 'admin'}"));

        RawClient.Answer first = client.receive();
        RawClient.Answer second = client.receive();
        RawClient.Answer third = client.receive();
        RawClient.Answer last = client.receive();

        assertThat(first.responseTo()).isEqualTo(5);
        assertThat(second.responseTo()).isEqualTo(first.id());
        assertThat(third.responseTo()).isEqualTo(second.id());
        assertThat(List.of(first.flags(), second.flags(), third.flags(), last.flags()))
                .containsExactly(2, 2, 2, 0);
        assertThat(requests.stream().map(request -> request.body().get("topologyVersion")))
                .extracting(version -> ((Document) version).get("counter"))
                .containsExactly(0, 1L, 2L, 3L);
        assertStillAnswers();
    }

    @Test
    void aClientThatAllowsItIsNotStreamedWhatIsNoStream() throws IOException {
        client.send(command(5, 1 << 16, PING));

        assertThat(client.receive().flags()).isZero();
        assertThat(requests.element().mayStream()).isTrue();
    }

    @Test
    void theFirstHandshakeMayComeInTheOldForm() throws IOException {
        client.send(query(3, "admin.$cmd", bson("{isMaster: 1, helloOk: true}")));

        RawClient.Answer answer = client.receive();

        assertThat(answer.opCode()).isEqualTo(1);
        assertThat(answer.responseTo()).isEqualTo(3);
        assertThat(answer.document().getDouble("ok").getValue()).isEqualTo(1.0);
        assertThat(requests.element().database()).isEqualTo("admin");
        assertThat(requests.element().body().get("helloOk")).isEqualTo(true);
    }

    @Test
    void everythingElseInTheOldFormIsRefused() throws IOException {
        assertThat(client.errorOf(query(1, "admin.$cmd", bson("{find: 'c'}")))).isEqualTo(352);
        BsonDocument failure = client.ask(query(1, "d.c", bson("{}")));
        assertThat(failure.getInt32("code").getValue()).isEqualTo(5739101);
        assertThat(failure).containsKey("$err");
        assertThat(client.errorOf(query(1, "admin.$cmd", new byte[] {1, 2}))).isEqualTo(22);
        assertThat(requests).isEmpty();
        assertStillAnswers();
    }

    @Test
    void otherFormsAreAnsweredOrLeft() throws IOException {
        byte[] message = command(1, 0, PING);
        ByteBuffer header = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        client.send(header.putInt(12, 2002).array());
        assertThat(client.errorOf(header.putInt(12, 2012).array())).isEqualTo(115);
        assertThat(client.errorOf(header.putInt(12, 2005).array())).isEqualTo(5739101);
        assertStillAnswers();
    }

    /** What a server's answer would be is the middle of a TLS client's greeting. */
    @ParameterizedTest
    @ValueSource(ints = {1, -2, 0x0303_ab00})
    void aFirstMessageThatAnswersAnotherEndsTheConnectionAndNoOther(int responseTo) throws IOException {
        try (RawClient broken = new RawClient(port.number())) {
            broken.send(answering(responseTo));
            assertThatThrownBy(broken::receive).isInstanceOf(IOException.class);
        }
        assertStillAnswers();
    }

    @Test
    void laterOnNobodyLooksAtWhatAMessageAnswers() throws IOException {
        try (RawClient other = new RawClient(port.number())) {
            assertThat(other.ask(answering(-1))).containsKey("ok");
            assertThat(other.ask(answering(7))).containsKey("ok");
        }
    }

    private static byte[] answering(int responseTo) {
        return ByteBuffer.wrap(command(1, 0, PING))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8, responseTo)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, -1, 48_000_001, Integer.MAX_VALUE})
    void aLengthThatCannotBeOneEndsTheConnectionAndNoOther(int length) throws IOException {
        byte[] message = command(1, 0, PING);
        try (RawClient broken = new RawClient(port.number())) {
            broken.send(ByteBuffer.wrap(message)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0, length)
                    .array());
            assertThatThrownBy(broken::receive).isInstanceOf(IOException.class);
        }
        assertStillAnswers();
    }

    @Test
    void noBytesInAMessageCloseTheConnection() throws IOException {
        byte[] good = command(
                1, 0, "{takes: {a: [1, {b: 'text'}, true], d: {$binary: {base64: 'AQID', subType: '00'}}}, $db: 'd'}");
        for (int at = 20; at < good.length; at++) {
            for (byte value : new byte[] {0, 1, 2, 3, 4, 5, 0x0b, 0x7f, (byte) 0xff}) {
                byte[] broken = good.clone();
                broken[at] = value;
                assertThat(client.ask(broken)).containsKey("ok");
            }
        }
    }

    @Test
    void aMessageInPiecesIsOne() throws IOException {
        byte[] message = command(1, 0, PING);
        for (byte piece : message) {
            client.send(new byte[] {piece});
        }
        assertThat(client.receive().document()).doesNotContainKey("code");
    }

    /** The answer has a moment's time, which may be too short for a busy machine once, and for none again and again. */
    @Test
    void aPortThatClosesLetsTheRunningAnswerOut() {
        Awaitility.await().until(this::aPortThatClosedLetTheRunningAnswerOut);
    }

    private boolean aPortThatClosedLetTheRunningAnswerOut() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        MemberPort closes = network.bind(5, 0);
        network.serve(closes, request -> {
            running.countDown();
            await(finish);
            return new Document("ok", 1.0).append("blocked", true);
        });
        try (RawClient waiting = new RawClient(closes.number())) {
            waiting.send(command(1, 0, "{blocks: 1, $db: 'd'}"));
            assertThat(running.await(2, TimeUnit.MINUTES)).isTrue();
            Thread closing = new Thread(closes::close);
            closing.start();
            // It has told the connection to end and waits until it is closed, or has done so already.
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> waitsIn(closing, "awaitClosed") || !closing.isAlive());
            finish.countDown();

            boolean answered = isAnswered(waiting);
            closing.join();
            Awaitility.await().until(() -> closes.connections() == 0);
            return answered;
        }
    }

    private static boolean waitsIn(Thread thread, String method) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** Whether there is an answer before the connection ends, as it must. */
    private static boolean isAnswered(RawClient client) {
        try {
            assertThat(client.receive().document()).containsKey("blocked");
        } catch (IOException e) {
            return false;
        }
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        return true;
    }

    @Test
    void nobodyWaitsForAClientThatIsGone() throws Exception {
        client.send(command(1, 0, "{getMore: {$numberLong: '1'}, $db: 'd'}"));
        assertThat(blocked.await(2, TimeUnit.MINUTES)).isTrue();

        client.close();

        assertThat(interrupted.await(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aWriteGoesOnWithoutItsClient() throws Exception {
        client.send(command(1, 0, "{delete: 'c', $db: 'd'}"));
        assertThat(blocked.await(2, TimeUnit.MINUTES)).isTrue();

        client.close();

        Awaitility.await().until(() -> port.connections() == 0);
        release.countDown();
        assertThat(interrupted.getCount()).isEqualTo(1);
    }

    @Test
    void aPortThatClosesDoesNotWaitForEver() throws Exception {
        client.send(command(1, 0, "{blocks: 1, $db: 'd'}"));
        assertThat(blocked.await(2, TimeUnit.MINUTES)).isTrue();

        port.close();

        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }

    @Test
    void connectionsKeepWhatIsKeptWithThem() throws IOException {
        client.ask(command(1, 0, PING));
        var connection = requests.element().connection();

        connection.attribute(String.class, "kept");
        connection.applicationName("app");

        assertThat(connection.attribute(String.class)).isEqualTo("kept");
        assertThat(connection.attribute(Integer.class)).isNull();
        assertThat(connection.applicationName()).isEqualTo("app");
        connection.attribute(String.class, null);
        assertThat(connection.attribute(String.class)).isNull();
        connection.close();
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }
}
