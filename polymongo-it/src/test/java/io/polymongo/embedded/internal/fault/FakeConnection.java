package io.polymongo.embedded.internal.fault;

import io.polymongo.embedded.internal.command.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A connection that leads nowhere. */
public final class FakeConnection implements Connection {

    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();
    private volatile String applicationName;
    private volatile boolean closed;

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public int member() {
        return 0;
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
        if (value == null) {
            attributes.remove(type);
        } else {
            attributes.put(type, value);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
