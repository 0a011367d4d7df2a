package io.polymongo.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polymongo.it.server.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Commands written as JSON, sent as they are, and what is said of their replies. The collection is {@code things} of the
 * test's database {@code a} unless the command says otherwise; sessions that were used end with it.
 */
public final class Raw implements AutoCloseable {

    private final Wire wire;
    private final String database;
    private final List<String> sessions = new ArrayList<>();

    Raw(TestDatabases databases) {
        this(Wire.to(databases), databases.name("a"));
    }

    /** On a connection of one's own choice, which is closed with it. */
    public Raw(Wire wire, String database) {
        this.wire = wire;
        this.database = database;
    }

    /** The fields of a session of one's own, to be written into commands. */
    public String session() {
        String lsid = "{id: UUID('" + UUID.randomUUID() + "')}";
        sessions.add(lsid);
        return "lsid: " + lsid;
    }

    /** The fields that a command of a transaction has, after its first. */
    public static String in(String session, long number) {
        return session + ", txnNumber: NumberLong(" + number + "), autocommit: false";
    }

    /** The fields that the first command of a transaction has. */
    public static String begin(String session, long number) {
        return in(session, number) + ", startTransaction: true";
    }

    /** Whatever comes back. */
    public BsonDocument run(String json, Object... values) {
        return runOn(database, json, values);
    }

    public BsonDocument runOn(String on, String json, Object... values) {
        BsonDocument command = BsonDocument.parse(json.formatted(values));
        return wire.ask(command.append("$db", new BsonString(on)));
    }

    /** The reply of a command that must succeed, with everything that it has to write. */
    public BsonDocument ok(String json, Object... values) {
        BsonDocument reply = succeeded(run(json, values));
        assertThat(reply).doesNotContainKey("writeErrors");
        return reply;
    }

    /** The same on admin. */
    public BsonDocument admin(String json, Object... values) {
        return succeeded(runOn("admin", json, values));
    }

    private static BsonDocument succeeded(BsonDocument reply) {
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isOne();
        return reply;
    }

    /** The reply of a command that must fail with a code, by its name. */
    public BsonDocument fails(int code, String json, Object... values) {
        return failed(code, run(json, values));
    }

    /** The same on admin. */
    public BsonDocument failsOnAdmin(int code, String json, Object... values) {
        return failed(code, runOn("admin", json, values));
    }

    /** A reply that says ok: 0, a code, its name and a message. */
    public static BsonDocument failed(int code, BsonDocument reply) {
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isZero();
        assertThat(reply.getNumber("code").intValue()).as(reply.toJson()).isEqualTo(code);
        assertThat(reply.getString("codeName").getValue()).isNotEmpty();
        assertThat(reply.getString("errmsg").getValue()).isNotEmpty();
        return reply;
    }

    /** Fails with any code, in words that name what is refused. */
    public void refuses(String named, String json, Object... values) {
        BsonDocument reply = run(json, values);
        assertThat(reply.getNumber("ok").intValue()).as(reply.toJson()).isZero();
        assertThat(reply.getString("errmsg").getValue()).contains(named);
    }

    /** The only error of a write that was answered with ok: 1. */
    public BsonDocument writeError(int code, String json, Object... values) {
        BsonDocument reply = succeeded(run(json, values));
        assertThat(reply.containsKey("writeErrors")).as(reply.toJson()).isTrue();
        BsonArray errors = reply.getArray("writeErrors");
        assertThat(errors).hasSize(1);
        BsonDocument error = errors.get(0).asDocument();
        assertThat(error.getNumber("code").intValue()).as(reply.toJson()).isEqualTo(code);
        return error;
    }

    /** Fails with a code, as a whole or in the place of its only statement, in words that name what is wrong. */
    void failsSomewhere(int code, String named, String json, Object... values) {
        BsonDocument reply = run(json, values);
        BsonDocument error = reply.getArray("writeErrors", new BsonArray(List.of(reply)))
                .get(0)
                .asDocument();
        assertThat(error.containsKey("code")).as(reply.toJson()).isTrue();
        assertThat(error.getNumber("code").intValue()).as(reply.toJson()).isEqualTo(code);
        assertThat(error.getString("errmsg").getValue()).contains(named);
    }

    /** The documents of a cursor's first batch. */
    public List<BsonDocument> found(String json, Object... values) {
        return batch(ok(json, values), "firstBatch");
    }

    public static List<BsonDocument> batch(BsonDocument reply, String name) {
        return reply.getDocument("cursor").getArray(name).stream()
                .map(BsonValue::asDocument)
                .toList();
    }

    public static long cursorOf(BsonDocument reply) {
        return reply.getDocument("cursor").getInt64("id").getValue();
    }

    public static List<String> labels(BsonDocument reply) {
        return reply.getArray("errorLabels", new BsonArray()).stream()
                .map(label -> label.asString().getValue())
                .toList();
    }

    public static BsonDocument json(String json) {
        return BsonDocument.parse(json);
    }

    @Override
    public void close() {
        try (wire) {
            if (!sessions.isEmpty()) {
                admin("{killSessions: [%s]}", String.join(", ", sessions));
            }
        }
    }
}
