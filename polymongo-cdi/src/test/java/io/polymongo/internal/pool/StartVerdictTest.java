package io.polymongo.internal.pool;

import static com.mongodb.connection.ClusterConnectionMode.MULTIPLE;
import static com.mongodb.connection.ServerConnectionState.CONNECTED;
import static com.mongodb.connection.ServerConnectionState.CONNECTING;
import static io.polymongo.internal.pool.StartVerdict.CONFIGURATION;
import static io.polymongo.internal.pool.StartVerdict.CREDENTIALS;
import static io.polymongo.internal.pool.StartVerdict.INCOMPATIBLE;
import static io.polymongo.internal.pool.StartVerdict.MAY_HEAL;
import static io.polymongo.internal.pool.StartVerdict.RIGHTS;
import static io.polymongo.internal.pool.StartVerdict.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketWriteException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterSettings;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerSettings;
import com.mongodb.connection.ServerType;
import com.mongodb.spi.dns.DnsWithResponseCodeException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartVerdictTest {

    private static final ServerAddress SERVER = new ServerAddress("db.example.com");
    private static final MongoTimeoutException TIMED_OUT = new MongoTimeoutException("no server");

    private static MongoCommandException command(int code) {
        return new MongoCommandException(BsonDocument.parse("{ok: 0, code: " + code + "}"), SERVER);
    }

    private static MongoSecurityException login(Throwable cause) {
        return new MongoSecurityException(
                MongoCredential.createCredential("ann", "admin", "secret".toCharArray()), "failed", cause);
    }

    private static ServerDescription server(@Nullable Throwable exception) {
        return ServerDescription.builder()
                .address(SERVER)
                .type(ServerType.UNKNOWN)
                .state(CONNECTING)
                .exception(exception)
                .build();
    }

    private static ServerDescription secondary() {
        return ServerDescription.builder()
                .address(SERVER)
                .type(ServerType.REPLICA_SET_SECONDARY)
                .ok(true)
                .state(CONNECTED)
                .build();
    }

    private static ClusterDescription cluster(ServerDescription... servers) {
        return new ClusterDescription(MULTIPLE, ClusterType.UNKNOWN, List.of(servers));
    }

    private static ClusterDescription srvFailed(MongoException why) {
        return new ClusterDescription(
                MULTIPLE,
                ClusterType.UNKNOWN,
                why,
                List.of(),
                ClusterSettings.builder().build(),
                ServerSettings.builder().build());
    }

    @ParameterizedTest
    @CsvSource({"18, CREDENTIALS", "8000, CREDENTIALS", "13, RIGHTS", "26, MAY_HEAL", "50, MAY_HEAL", "112, MAY_HEAL"})
    void aCodeOfTheServers(int code, StartVerdict verdict) {
        assertThat(StartVerdict.of(command(code), null)).isEqualTo(verdict);
    }

    @Test
    void aLoginThatIsRefusedAndOneThatIsCutOff() {
        assertThat(StartVerdict.of(login(command(18)), null)).isEqualTo(CREDENTIALS);
        assertThat(StartVerdict.of(login(command(334)), null)).isEqualTo(CREDENTIALS);
        assertThat(StartVerdict.of(login(new SecurityException()), null)).isEqualTo(CREDENTIALS);

        assertThat(StartVerdict.of(login(new MongoSocketReadException("end", SERVER)), null))
                .isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(
                        login(new MongoNodeIsRecoveringException(BsonDocument.parse("{ok: 0, code: 91}"), SERVER)),
                        null))
                .isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(login(new ConnectException()), null)).isEqualTo(MAY_HEAL);
    }

    @Test
    void tlsThatIsNotAgreedOnAndTlsThatIsCutOff() {
        assertThat(behind(new MongoSocketWriteException("x", SERVER, new SSLHandshakeException("no path"))))
                .isEqualTo(TLS);
        SSLHandshakeException ended = new SSLHandshakeException("ended");
        ended.initCause(new EOFException());
        assertThat(behind(new MongoSocketWriteException("x", SERVER, ended))).isEqualTo(MAY_HEAL);

        SSLException reset = new SSLException(new SocketException("Connection reset"));
        assertThat(behind(new MongoSocketWriteException("x", SERVER, reset))).isEqualTo(MAY_HEAL);
    }

    private static StartVerdict behind(Throwable seen) {
        return StartVerdict.of(TIMED_OUT, cluster(server(seen)));
    }

    @Test
    void whatMayComeBack() {
        assertThat(behind(new MongoSocketException("x", SERVER, new UnknownHostException())))
                .isEqualTo(MAY_HEAL);
        assertThat(behind(new MongoSocketReadException("end", SERVER))).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(TIMED_OUT, cluster(server(null)))).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(TIMED_OUT, null)).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(new MongoClientException("x"), null)).isEqualTo(MAY_HEAL);
    }

    @Test
    void behindATimeOutStandsWhatTheServersSay() {
        assertThat(behind(login(command(18)))).isEqualTo(CREDENTIALS);
        ServerDescription refused = server(login(command(18)));
        ServerDescription away = server(new MongoSocketException("x", SERVER, new ConnectException()));
        assertThat(StartVerdict.of(TIMED_OUT, cluster(away, refused))).isEqualTo(CREDENTIALS);
    }

    @Test
    void oneServerThatIsReachedShowsThatTheOthersMayFollow() {
        ServerDescription refused = server(login(command(18)));
        assertThat(StartVerdict.of(TIMED_OUT, cluster(refused, secondary()))).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(TIMED_OUT, cluster(secondary(), refused))).isEqualTo(MAY_HEAL);
    }

    @Test
    void theUriAndWhatDnsAdds() {
        assertThat(StartVerdict.of(new IllegalArgumentException("x"), null)).isEqualTo(CONFIGURATION);
        assertThat(StartVerdict.of(new MongoConfigurationException("two TXT records"), null))
                .isEqualTo(CONFIGURATION);
        MongoConfigurationException noAnswer =
                new MongoConfigurationException("x", new DnsWithResponseCodeException("x", 3, new Exception()));
        assertThat(StartVerdict.of(noAnswer, null)).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(TIMED_OUT, srvFailed(noAnswer))).isEqualTo(MAY_HEAL);
        assertThat(StartVerdict.of(TIMED_OUT, srvFailed(new MongoConfigurationException("another domain"))))
                .isEqualTo(CONFIGURATION);
    }

    @Test
    void aServerOfAnotherTime() {
        assertThat(StartVerdict.of(new MongoIncompatibleDriverException("x", cluster()), cluster()))
                .isEqualTo(INCOMPATIBLE);
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        Exception one = new Exception();
        Exception other = new Exception(one);
        one.initCause(other);
        assertThat(StartVerdict.of(new MongoException("x", one), null)).isEqualTo(MAY_HEAL);
    }

    @Test
    void theLineNamesPoolAndKeyAndQuotesNobody() {
        assertThat(CREDENTIALS.line("eu", "polymongo.pools.eu.uri"))
                .isEqualTo("the pool 'eu' cannot connect: the server refuses to log it in; correct user, password,"
                        + " authSource or authMechanism in polymongo.pools.eu.uri");
        assertThat(List.of(RIGHTS, TLS, CONFIGURATION, INCOMPATIBLE))
                .allSatisfy(each -> assertThat(each.line("eu", "polymongo.uri")).contains("polymongo.uri"));
    }

    @Test
    void theReasonIsToldByClassesAlone() {
        MongoSocketException unknown = new MongoSocketException("secret", SERVER, new UnknownHostException("secret"));
        assertThat(StartVerdict.reason(TIMED_OUT, cluster(server(unknown))))
                .isEqualTo("MongoTimeoutException, UnknownHostException");
        assertThat(StartVerdict.reason(TIMED_OUT, null)).isEqualTo("MongoTimeoutException");
    }
}
