package io.polymongo.embedded.internal.wire;

import static io.polymongo.embedded.internal.wire.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.command.ConnectionClosed;
import io.polymongo.embedded.internal.command.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered on a thread of the network, and that nothing overtakes anything. */
class AtOnceTest {

    private static final String QUICK = "{quick: 1, $db: 'd'}";
    private static final String SLOW = "{slow: 1, $db: 'd'}";

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Network network = new Network(null);
    private final MemberPort port = network.bind(0, 0);
    private RawClient client;

    private final CommandHandler handler = new CommandHandler() {
        @Override
        public Document handle(Request request) {
            if (request.name().equals("blocks")) {
                blocked.countDown();
                await();
            }
            return new Document("ok", 1.0)
                    .append("thread", Thread.currentThread().getName());
        }

        @Override
        public @Nullable Document atOnce(Request request) {
            return switch (request.name()) {
                case "quick" -> handle(request);
                case "breaks" -> throw new IllegalStateException("on purpose");
                case "closes" -> throw new ConnectionClosed(request.connection());
                default -> null;
            };
        }
    };

    private void await() {
        try {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
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

    private String threadOf(String json) throws IOException {
        return client.ask(command(1, 0, json)).getString("thread").getValue();
    }

    @Test
    void onlyWhatTheHandlerAnswersAtOnceIsAnsweredThere() throws IOException {
        assertThat(threadOf(QUICK)).startsWith("embedded-mongo-io");
        assertThat(threadOf(SLOW)).startsWith("embedded-mongo-command");
    }

    @Test
    void aLargeMessageIsNotEvenReadThere() throws IOException {
        String large = "x".repeat(4 * 1024);
        assertThat(threadOf("{quick: 1, large: '" + large + "', $db: 'd'}")).startsWith("embedded-mongo-command");
    }

    @Test
    void errorsAreAnswers() throws IOException {
        assertThat(client.errorOf(command(1, 0, "{breaks: 1, $db: 'd'}"))).isEqualTo(1);
        assertThat(client.errorOf(command(1, 0, "{quick: 1}"))).isEqualTo(40571);
        assertThat(threadOf(QUICK)).isNotNull();
    }

    @Test
    void aConnectionThatIsClosedGetsNoAnswer() throws IOException {
        client.send(command(1, 0, "{closes: 1, $db: 'd'}"));
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }

    @Test
    void whatComesAfterACommandThatWaitsWaitsToo() throws Exception {
        client.send(command(1, 0, "{blocks: 1, $db: 'd'}"));
        client.send(command(2, 0, QUICK));
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        List<RawClient> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RawClient other = new RawClient(port.number());
            others.add(other);
            assertThat(other.ask(command(3, 0, QUICK))).containsKey("ok");
        }
        release.countDown();

        assertThat(client.receive().responseTo()).isEqualTo(1);
        assertThat(client.receive().responseTo()).isEqualTo(2);
        for (RawClient other : others) {
            other.close();
        }
    }

    @Test
    void aClientThatDoesNotWaitForItsAnswersDoesNotKeepTheNetwork() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int id = 1; id <= 1_000; id++) {
            many.write(command(id, 0, QUICK));
        }
        client.send(many.toByteArray());

        List<String> threads = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            threads.add(client.receive().document().getString("thread").getValue());
        }
        assertThat(threads).anyMatch(thread -> thread.startsWith("embedded-mongo-command"));
        assertThat(threads.get(0)).startsWith("embedded-mongo-io");
    }

    /** An answer of a worker is on its way to the socket when the next command is read. */
    @Test
    void noAnswerOvertakesAnother() throws IOException {
        for (int round = 0; round < 20; round++) {
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            for (int id = 1; id <= 300; id++) {
                // Of some no answer is wanted.
                many.write(command(id, id % 5 == 0 ? 2 : 0, id % 3 == 0 ? SLOW : QUICK));
            }
            client.send(many.toByteArray());

            List<Integer> answered = new ArrayList<>();
            for (int i = 0; i < 240; i++) {
                answered.add(client.receive().responseTo());
            }
            assertThat(answered).isSorted().noneMatch(id -> id % 5 == 0);
        }
    }
}
