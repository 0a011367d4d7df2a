package io.polymongo.internal.pool;

import static io.polymongo.internal.pool.DriverTells.cluster;
import static io.polymongo.internal.pool.DriverTells.primary;
import static io.polymongo.internal.pool.DriverTells.secondary;
import static io.polymongo.internal.pool.DriverTells.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ConnectionId;
import io.polymongo.PolyMongoEvent;
import io.polymongo.PolyMongoEvent.Connected;
import io.polymongo.PolyMongoEvent.Disconnected;
import io.polymongo.PolyMongoEvent.Failed;
import java.net.ConnectException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ConnectivityTest {

    private static final String A = "a.example:27017";
    private static final String B = "b.example:27017";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final Connected CONNECTED = new Connected("shared", NOW);
    private static final Disconnected DISCONNECTED = new Disconnected("shared", NOW);

    private final List<PolyMongoEvent> events = new ArrayList<>();
    private final Connectivity connectivity = new Connectivity("shared", events::add, () -> NOW);
    private final DriverTells driver = new DriverTells(connectivity);

    private static Throwable refused() {
        String text = "Could not connect to mongodb://ada:secret@a.example";
        return new MongoSocketOpenException(text, new ServerAddress(A), new ConnectException(text));
    }

    private static Throwable wrongPassword() {
        MongoCommandException cause = new MongoCommandException(
                BsonDocument.parse("{ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'not ada:secret'}"),
                new ServerAddress(A));
        char[] password = "secret".toCharArray();
        return new MongoSecurityException(MongoCredential.createCredential("ada", "admin", password), "secret", cause);
    }

    private ConnectionId connect(String server) {
        driver.poolReady(server);
        driver.describes(connectivity, primary(server));
        return driver.opened(server);
    }

    @Test
    void connectedIsAServerAndAConnectionThatBecameReady() {
        driver.describes(connectivity, unknown(A, null));
        driver.poolReady(A);
        driver.describes(connectivity, primary(A));
        assertThat(events).isEmpty();
        assertThat(connectivity.isConnected(cluster(List.of(primary(A))))).isFalse();

        driver.opened(A);
        assertThat(events).containsExactly(CONNECTED);
        assertThat(connectivity.isConnected(cluster(List.of(primary(A))))).isTrue();
        assertThat(connectivity.isConnected(cluster(List.of(unknown(A, null))))).isFalse();
        driver.opened(A);
        assertThat(events).containsExactly(CONNECTED);
    }

    /** The driver tells of its cluster from another thread, later than of its pools. */
    @Test
    void aConnectionMayBeReadyBeforeTheServerIsToldOf() {
        driver.poolReady(A);
        driver.opened(A);
        driver.describes(connectivity, unknown(A, null));
        assertThat(events).isEmpty();
        driver.describes(connectivity, primary(A));
        assertThat(events).containsExactly(CONNECTED);
    }

    @Test
    void anIdlePoolStaysConnected() {
        driver.closed(connect(A));
        assertThat(events).containsExactly(CONNECTED);
        assertThat(connectivity.isConnected(cluster(List.of(primary(A))))).isTrue();
    }

    @Test
    void aServerThatComesBackHasToProveItself() {
        connect(A);
        driver.poolCleared(A);
        driver.describes(connectivity, unknown(A, refused()));
        driver.poolReady(A);
        driver.describes(connectivity, primary(A));
        assertThat(events)
                .containsExactly(
                        CONNECTED,
                        DISCONNECTED,
                        new Failed("shared", NOW, A + ": MongoSocketOpenException, caused by ConnectException"));
        assertThat(connectivity.isConnected(cluster(List.of(primary(A))))).isFalse();
        driver.opened(A);
        assertThat(events).hasSize(4).endsWith(CONNECTED);
    }

    @Test
    void aConnectionThatWasBegunBeforeTheServerWasLostProvesNothing() {
        driver.poolReady(A);
        ConnectionId begun = driver.created(A);
        driver.poolCleared(A);
        driver.ready(begun);
        driver.poolReady(A);
        driver.describes(connectivity, primary(A));
        assertThat(events).isEmpty();
    }

    @Test
    void anElectionIsNoFailureAndNeedsNoNewProof() {
        driver.poolReady(A);
        driver.poolReady(B);
        driver.describes(connectivity, primary(A), secondary(B));
        driver.opened(A);
        MongoNotPrimaryException steppedDown =
                new MongoNotPrimaryException(BsonDocument.parse("{ok: 0, code: 10107}"), new ServerAddress(A));
        driver.describes(connectivity, unknown(A, steppedDown), secondary(B));
        driver.describes(connectivity, secondary(A), primary(B));
        assertThat(events).containsExactly(CONNECTED, DISCONNECTED, CONNECTED);
    }

    @Test
    void aServerBesideThePrimaryIsMissedByNobodyButIsToldOf() {
        driver.poolReady(A);
        driver.poolReady(B);
        driver.describes(connectivity, primary(A), secondary(B));
        driver.opened(A);
        driver.poolCleared(B);
        driver.describes(connectivity, primary(A), unknown(B, refused()));
        driver.describes(connectivity, primary(A), unknown(B, refused()));
        assertThat(events)
                .containsExactly(
                        CONNECTED,
                        new Failed("shared", NOW, B + ": MongoSocketOpenException, caused by ConnectException"));

        driver.poolReady(B);
        driver.describes(connectivity, primary(A), secondary(B));
        driver.describes(connectivity, primary(A), unknown(B, refused()));
        assertThat(events).as("a second failure").hasSize(3);
    }

    @Test
    void wrongCredentialsAreToldOnceForAsLongAsTheyAreWrong() {
        for (int attempt = 0; attempt < 3; attempt++) {
            driver.poolReady(A);
            driver.describes(connectivity, primary(A));
            ConnectionId connection = driver.created(A);
            driver.closed(connection);
            driver.poolCleared(A);
            driver.describes(connectivity, unknown(A, wrongPassword()));
        }
        assertThat(events)
                .containsExactly(
                        new Failed("shared", NOW, A + ": MongoSecurityException, caused by MongoCommandException 18"));
        connect(A);
        driver.poolCleared(A);
        driver.describes(connectivity, unknown(A, wrongPassword()));
        assertThat(events).hasSize(4).element(3).isInstanceOf(Failed.class);
    }

    @Test
    void credentialsThatOneServerRefusesAreProvenNoMoreThoughOthersAreInReach() {
        driver.poolReady(A);
        driver.poolReady(B);
        driver.describes(connectivity, primary(A), secondary(B));
        driver.opened(A);
        driver.poolCleared(A);
        driver.describes(connectivity, unknown(A, wrongPassword()), secondary(B));
        driver.poolReady(A);
        driver.describes(connectivity, primary(A), secondary(B));
        assertThat(connectivity.isConnected(cluster(List.of(primary(A), secondary(B)))))
                .isFalse();
        driver.opened(A);
        assertThat(events).hasSize(4).startsWith(CONNECTED).endsWith(CONNECTED);
    }

    /** What is told of the cluster comes late: meanwhile the server may have taken the credentials. */
    @Test
    void credentialsThatWereTakenMeanwhileStayProven() {
        connect(A);
        driver.poolCleared(A);
        driver.poolReady(A);
        driver.opened(A);
        driver.describes(connectivity, unknown(A, wrongPassword()));
        driver.describes(connectivity, primary(A));
        assertThat(events).endsWith(CONNECTED);
    }

    @Test
    void whatWasClosedSaysNothingAnyMore() {
        connect(A);
        assertThat(connectivity.retire()).isTrue();
        driver.poolClosed(A);
        driver.describes(connectivity);
        driver.describes(connectivity, unknown(A, refused()));
        assertThat(events).containsExactly(CONNECTED);
        assertThat(new Connectivity("shared", events::add, () -> NOW).retire()).isFalse();
    }

    @Test
    void noTextOfTheDriversGetsOut() {
        driver.describes(connectivity, unknown(A, refused()), unknown(B, wrongPassword()));
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret", "ada", "mongodb://"));
    }
}
