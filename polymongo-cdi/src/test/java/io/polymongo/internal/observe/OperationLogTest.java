package io.polymongo.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.RequestContext;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ClusterId;
import com.mongodb.connection.ConnectionDescription;
import com.mongodb.connection.ServerId;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.polymongo.RuntimeLog;
import io.polymongo.internal.log.Log;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationLogTest {

    private static final ServerAddress ADDRESS = new ServerAddress();
    private static final ConnectionDescription CONNECTION =
            new ConnectionDescription(new ServerId(new ClusterId(), ADDRESS));
    private static final RequestContext NO_CONTEXT = null;

    private final RuntimeLog runtime = RuntimeLog.at(Level.ALL);
    private final AtomicReference<String> tenant = new AtomicReference<>();
    private final OperationLog log = new OperationLog("orders", tenant::get, Log.ofRuntime());

    @AfterEach
    void close() {
        runtime.close();
    }

    private void start(int request, String database, String name, String command) {
        log.commandStarted(new CommandStartedEvent(
                NO_CONTEXT, 1, request, CONNECTION, database, name, BsonDocument.parse(command)));
    }

    private void succeed(int request, String database, String name, String answer) {
        log.commandSucceeded(new CommandSucceededEvent(
                NO_CONTEXT, 1, request, CONNECTION, database, name, BsonDocument.parse(answer), 3_249_999));
    }

    private void fail(int request, String database, String name, Throwable error) {
        log.commandFailed(new CommandFailedEvent(NO_CONTEXT, 1, request, CONNECTION, database, name, 40_000, error));
    }

    private String lineOf(String name, String command, String answer) {
        start(7, "shop", name, command);
        succeed(7, "shop", name, answer);
        assertThat(runtime.lines()).hasSize(1);
        return runtime.lines().get(0);
    }

    @Test
    void aLineSaysWhereWhatHowLongAndForWhom() {
        tenant.set("acme");
        assertThat(lineOf("find", "{find: 'users', filter: {name: 'Ann'}}", "{ok: 1}"))
                .isEqualTo("DEBUG [orders] shop.users find 3.2 ms ok tenant=acme");
    }

    @Test
    void withoutATenantNoneIsNamed() {
        assertThat(lineOf("ping", "{ping: 1}", "{ok: 1}")).isEqualTo("DEBUG [orders] shop ping 3.2 ms ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "getMore      | {getMore: {$numberLong: '5'}, collection: 'users'} | shop.users",
                "aggregate    | {aggregate: 'users', pipeline: []}                 | shop.users",
                "aggregate    | {aggregate: 1, pipeline: []}                       | shop",
                "insert       | {insert: 'users', documents: []}                   | shop.users",
                "dropDatabase | {dropDatabase: 1}                                  | shop",
                "saslStart    | {}                                                 | shop",
                "createUser   | {createUser: 'hidden', pwd: 'hidden'}              | shop",
                "logMessage   | {logMessage: 'hidden'}                             | shop"
            })
    void ofACommandOnlyItsCollectionIsSaid(String name, String command, String namespace) {
        assertThat(lineOf(name, command, "{ok: 1}"))
                .isEqualTo("DEBUG [orders] " + namespace + " " + name + " 3.2 ms ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ok: 1, writeErrors: [{index: 0, code: 11000, errmsg: 'hidden'}]}              | write error 11000",
                "{ok: 1, writeErrors: [{code: 11000, errmsg: 'hidden'}, {code: 121}, {code: 1}]} | write error 11000 and 2 more",
                "{ok: 1, writeConcernError: {code: 64, codeName: 'WriteConcernTimeout', errmsg: 'hidden'}}"
                        + " | write concern error 64 WriteConcernTimeout",
                "{ok: 1, writeErrors: [1]}           | write error unknown",
                "{ok: 1, writeErrors: []}            | ok",
                "{ok: 1, writeErrors: 'x'}           | ok",
                "{}                                  | ok"
            })
    void anAnswerWithErrorsInItIsNotOk(String answer, String outcome) {
        assertThat(lineOf("insert", "{insert: 'users', documents: [{name: 'hidden'}]}", answer))
                .isEqualTo("DEBUG [orders] shop.users insert 3.2 ms " + outcome);
    }

    @Test
    void ofAnErrorItsCodeAndNameAreSaidAndItsTextIsNot() {
        start(1, "shop", "insert", "{insert: 'users'}");
        fail(
                1,
                "shop",
                "insert",
                new MongoCommandException(
                        BsonDocument.parse(
                                "{ok: 0, code: 11000, codeName: 'DuplicateKey', errmsg: 'dup key: { name: hidden }'}"),
                        ADDRESS));
        start(2, "shop", "find", "{find: 'users'}");
        fail(
                2,
                "shop",
                "find",
                new MongoCommandException(BsonDocument.parse("{ok: 0, code: 8, errmsg: 'hidden'}"), ADDRESS));
        start(3, "shop", "find", "{find: 'users'}");
        fail(3, "shop", "find", new MongoSocketReadException("hidden", ADDRESS));
        assertThat(runtime.lines())
                .containsExactly(
                        "DEBUG [orders] shop.users insert 0.0 ms error 11000 DuplicateKey",
                        "DEBUG [orders] shop.users find 0.0 ms error 8",
                        "DEBUG [orders] shop.users find 0.0 ms error MongoSocketReadException");
        assertThat(runtime.records())
                .allSatisfy(record -> assertThat(record.getThrown()).isNull());
    }

    @Test
    void aTenantThatCannotBeToldIsNone() {
        OperationLog broken = new OperationLog(
                "orders",
                () -> {
                    throw new IllegalStateException("no request");
                },
                Log.ofRuntime());
        broken.commandStarted(
                new CommandStartedEvent(NO_CONTEXT, 1, 1, CONNECTION, "shop", "ping", BsonDocument.parse("{ping: 1}")));
        broken.commandSucceeded(
                new CommandSucceededEvent(NO_CONTEXT, 1, 1, CONNECTION, "shop", "ping", new BsonDocument(), 0));
        assertThat(runtime.lines()).containsExactly("DEBUG [orders] shop ping 0.0 ms ok");
    }

    @Test
    void whatBreaksHereDoesNotReachTheDriver() {
        log.commandStarted(new CommandStartedEvent(NO_CONTEXT, 1, 1, CONNECTION, "shop", "find", null));
        succeed(1, "shop", "find", "{ok: 1}");
        fail(2, "shop", "find", new IllegalStateException("never started"));
        assertThat(runtime.lines()).isEmpty();
    }

    @Test
    void aCommandThatNeverEndsIsNotKeptForEver() {
        for (int request = 0; request < 20_000; request++) {
            start(request, "shop", "ping", "{ping: 1}");
        }
        succeed(19_999, "shop", "ping", "{ok: 1}");
        assertThat(runtime.lines()).isEmpty();
        succeed(0, "shop", "ping", "{ok: 1}");
        start(19_999, "shop", "ping", "{ping: 1}");
        succeed(19_999, "shop", "ping", "{ok: 1}");
        assertThat(runtime.lines()).hasSize(2);
    }

    @Test
    void nothingIsDoneWhereNobodyReadsIt() {
        try (RuntimeLog quiet = RuntimeLog.at(Level.INFO)) {
            start(1, "shop", "ping", "{ping: 1}");
        }
        succeed(1, "shop", "ping", "{ok: 1}");
        assertThat(runtime.lines()).isEmpty();
    }
}
