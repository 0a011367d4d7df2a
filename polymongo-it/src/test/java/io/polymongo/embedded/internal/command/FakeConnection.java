package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A connection to a member without a socket. */
public final class FakeConnection implements Connection {

    private final int member;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();
    private volatile String applicationName;
    private volatile boolean closed;
    private volatile Thread waiter;

    /** To the first member. */
    public FakeConnection() {
        this(0);
    }

    /** To one of them. */
    public FakeConnection(int member) {
        this.member = member;
    }

    /** A command that arrives on it. */
    public Request request(String database, Document body) {
        return new Request(this, database, body.append("$db", database), false);
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:50000";
    }

    @Override
    public boolean isOpen() {
        return !closed;
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
        if (value == null) {
            attributes.remove(type);
        } else {
            attributes.put(type, value);
        }
    }

    @Override
    public <T> T untilGone(Supplier<T> work) {
        waiter = Thread.currentThread();
        try {
            return work.get();
        } finally {
            waiter = null;
        }
    }

    /** The client goes while something is waited for. */
    public void gone() {
        waiter.interrupt();
    }

    /** Whether something is waited for. */
    public boolean isWaitedFor() {
        return waiter != null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
