package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polymongo.it.server.OnServer;
import io.polymongo.it.server.TestDatabases;
import java.time.Duration;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parameters that are set while the server runs. Each is set back, as the server is everybody's. */
@OnServer
class ParametersIT {

    private static final String LIFETIME = "transactionLifetimeLimitSeconds";

    private Raw raw;
    private int lifetime;

    @BeforeEach
    void start(TestDatabases databases) {
        raw = new Raw(databases);
        lifetime = get(LIFETIME);
    }

    @AfterEach
    void stop() {
        raw.admin("{setParameter: 1, %s: %d}", LIFETIME, lifetime);
        raw.close();
    }

    @Test
    void theAnswerTellsWhatWas() {
        assertThat(set(LIFETIME, "30").getNumber("was").intValue()).isEqualTo(lifetime);
        assertThat(set(LIFETIME, "31.0").getNumber("was").intValue()).isEqualTo(30);
        assertThat(get(LIFETIME)).isEqualTo(31);
    }

    @Test
    void transactionsEndInTheirTime() {
        raw.ok("{create: 'things'}");
        String before = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 1}], %s}", Raw.begin(before, 1));
        set(LIFETIME, "1");
        String after = raw.session();
        raw.ok("{insert: 'things', documents: [{_id: 2}], %s}", Raw.begin(after, 1));

        await().atMost(Duration.ofMinutes(2)).until(() -> codeOfFind(after) == 251);

        assertThat(codeOfFind(before)).isZero();
    }

    private int codeOfFind(String session) {
        BsonDocument reply = raw.run("{find: 'things', %s}", Raw.in(session, 1));
        return reply.containsKey("code") ? reply.getNumber("code").intValue() : 0;
    }

    @Test
    void whatCannotBeSetIsNotSet() {
        raw.failsOnAdmin(2, "{setParameter: 1, %s: 0}", LIFETIME);
        raw.failsOnAdmin(2, "{setParameter: 1, %s: 'long'}", LIFETIME);
        raw.failsOnAdmin(72, "{setParameter: 1, noSuchParameter: 1}");
        raw.failsOnAdmin(72, "{setParameter: 1, %s: 5, noSuchParameter: 1}", LIFETIME);
        raw.failsOnAdmin(72, "{setParameter: 1}");
        raw.failsOnAdmin(20, "{setParameter: 1, localLogicalSessionTimeoutMinutes: 1}");
        raw.fails(13, "{setParameter: 1, %s: 5}", LIFETIME);
        assertThat(get(LIFETIME)).isEqualTo(lifetime);
    }

    @Test
    void whatIsKnownIsTold() {
        BsonDocument reply = raw.admin("{getParameter: 1, noSuchParameter: 1, %s: 1, comment: 'x'}", LIFETIME);
        assertThat(reply).containsKey(LIFETIME).doesNotContainKeys("noSuchParameter", "comment");
        raw.failsOnAdmin(72, "{getParameter: 1, noSuchParameter: 1}");
        raw.failsOnAdmin(72, "{getParameter: 1, comment: 'x'}");
        raw.fails(13, "{getParameter: 1, %s: 1}", LIFETIME);
    }

    @Test
    void noVersionOfTheApiIsRequiredButTheFirst() {
        BsonDocument reply = raw.admin("{getParameter: 1, requireApiVersion: 1, acceptApiVersion2: 1}");
        assertThat(reply.getBoolean("requireApiVersion").getValue()).isFalse();
        assertThat(reply.getBoolean("acceptApiVersion2").getValue()).isFalse();
        assertThat(raw.admin("{getParameter: '*'}")).containsKeys("requireApiVersion", "acceptApiVersion2");
        raw.failsOnAdmin(20, "{setParameter: 1, acceptApiVersion2: true}");
    }

    private int get(String parameter) {
        return raw.admin("{getParameter: 1, %s: 1}", parameter)
                .getNumber(parameter)
                .intValue();
    }

    private BsonDocument set(String parameter, String value) {
        return raw.admin("{setParameter: 1, %s: %s}", parameter, value);
    }
}
