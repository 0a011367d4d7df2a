package io.polymongo.embedded.internal.operation;

import io.polymongo.embedded.internal.command.Connection;
import io.polymongo.embedded.internal.command.Request;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Every command that runs, and every connection that one has come over. Thread-safe. */
public final class Operations {

    private final List<String> hosts;
    private final Map<Integer, Operation> running = new ConcurrentHashMap<>();
    private final Set<Connection> connections =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final AtomicInteger lastId = new AtomicInteger();

    /** @param hosts the members' addresses, in their order */
    public Operations(List<String> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /** The mark of a connection that is known. */
    private enum Known {
        KNOWN
    }

    /** Notes a command of the calling thread, which must end it. */
    Operation begin(Request request) {
        Connection connection = request.connection();
        if (connection.attribute(Known.class) == null) {
            connection.attribute(Known.class, Known.KNOWN);
            connections.add(connection);
        }
        Operation operation = new Operation(lastId.incrementAndGet(), request, System.nanoTime(), this);
        running.put(operation.id(), operation);
        return operation;
    }

    void end(Operation operation) {
        running.remove(operation.id());
    }

    /** A member's address. */
    public String host(int member) {
        return hosts.get(member);
    }

    /** The command of a number that runs on a member, or null. */
    public @Nullable Operation find(int member, int id) {
        Operation found = running.get(id);
        return found != null && found.isOn(member) ? found : null;
    }

    /** The commands that run on a member, the eldest first. */
    public List<Operation> on(int member) {
        return running.values().stream()
                .filter(operation -> operation.isOn(member))
                .sorted(Comparator.comparingInt(Operation::id))
                .toList();
    }

    /** The open connections to a member on which no command runs. */
    public List<Connection> idle(int member) {
        Set<Connection> busy = Collections.newSetFromMap(new IdentityHashMap<>());
        running.values().forEach(operation -> busy.add(operation.request().connection()));
        synchronized (connections) {
            return connections.stream()
                    .filter(connection ->
                            connection.member() == member && connection.isOpen() && !busy.contains(connection))
                    .sorted(Comparator.comparingInt(Connection::id))
                    .toList();
        }
    }
}
