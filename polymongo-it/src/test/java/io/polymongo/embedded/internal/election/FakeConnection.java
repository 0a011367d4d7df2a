package io.polymongo.embedded.internal.election;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Request;
import java.util.HashMap;
import java.util.Map;

/** A connection to a member without a socket. */
final class FakeConnection implements Connection {

    private final int member;
    private final Map<Class<?>, Object> attributes = new HashMap<>();
    private String applicationName;

    FakeConnection(int member) {
        this.member = member;
    }

    Request request(String database, Document body) {
        return new Request(this, database, body.append("$db", database), false);
    }

    @Override
    public int id() {
        return 77;
    }

    @Override
    public int member() {
        return member;
    }

    @Override
    public String applicationName() {
        return applicationName;
    }

    @Override
    public void applicationName(String name) {
        applicationName = name;
    }

    @Override
    public <T> T attribute(Class<T> type) {
        return type.cast(attributes.get(type));
    }

    @Override
    public <T> void attribute(Class<T> type, T value) {
        attributes.put(type, value);
    }

    @Override
    public void close() {}
}
