package io.polymongo.embedded;

import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.EmbeddedServer;
import io.polymongo.embedded.internal.election.ReplicaSet;
import io.polymongo.embedded.internal.wire.MemberPort;
import io.polymongo.embedded.internal.wire.Network;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A running MongoDB replica set on loopback, with its data in memory: one to seven members, of which one is primary, and
 * one store behind them all. Thread-safe.
 */
public final class EmbeddedMongo implements EmbeddedServer.Running {

    private static final String SET_NAME = "rs0";

    /** Long enough for a client to see that there is no primary, short enough for a test to wait for. */
    private static final Duration ELECTION_TIME = Duration.ofMillis(100);

    private final Settings settings;
    private final Network network;
    private final ReplicaSet set;
    private final Chain chain;
    private final List<MemberPort> ports;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    private EmbeddedMongo(
            Settings settings, Network network, Function<ReplicaSet, Chain> assembly, List<MemberPort> ports) {
        this.settings = settings;
        this.network = network;
        this.ports = ports;
        this.set = new ReplicaSet(
                SET_NAME,
                ports.stream().map(MemberPort::address).toList(),
                network.timers(),
                ELECTION_TIME,
                InstantSource.system(),
                ObjectId::new);
        this.chain = assembly.apply(set);
        ports.forEach(port -> network.serve(port, chain.outermost()));
    }

    /**
     * Describes a server.
     *
     * @return a builder with every default in place
     */
    public static Builder builder() {
        return new Builder();
    }

    static EmbeddedMongo start(Settings settings, Function<ReplicaSet, Chain> assembly) {
        Network network = new Network(settings.tls());
        List<MemberPort> ports = new ArrayList<>();
        try {
            for (int member = 0; member < settings.members(); member++) {
                ports.add(network.bind(member, settings.portOf(member)));
            }
            return new EmbeddedMongo(settings, network, assembly, ports);
        } catch (RuntimeException | Error e) {
            ports.forEach(MemberPort::close);
            network.close();
            throw e;
        }
    }

    /**
     * How to reach it: all members, the set's name and whether TLS is on. Users are not in it.
     *
     * @return a {@code mongodb://} URI
     */
    @Override
    public String connectionString() {
        String tls = settings.tls() == null ? "" : "&tls=true";
        return "mongodb://" + String.join(",", set.addresses()) + "/?replicaSet=" + set.name() + tls;
    }

    /**
     * Where the first member listens.
     *
     * @return the TCP port on loopback
     */
    public int port() {
        return port(0);
    }

    /**
     * Where a member listens, or did and will again if it is shut down.
     *
     * @param member its number, from 0
     * @return the TCP port on loopback
     */
    public int port(int member) {
        String address = set.addresses().get(member);
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /**
     * Who is primary now.
     *
     * @return the member's number, from 0, or nothing while there is none
     */
    public OptionalInt primary() {
        return set.primary();
    }

    /**
     * Makes the primary step down: its connections go on, its open transactions are aborted, and soon another member is
     * primary, or itself if it is the only one. Without a primary nothing happens.
     */
    public void stepDown() {
        set.stepDown();
    }

    /**
     * Shuts a member down: what runs on it is interrupted, its connections and its port are closed. If it was the primary
     * and a majority is left, another is elected soon. A member that is down stays so.
     *
     * @param member its number, from 0
     */
    public void kill(int member) {
        lock.lock();
        try {
            if (!closed) {
                set.kill(member);
                ports.get(member).closeAndKeep();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a member again that was shut down, on its port. One that is up goes on.
     *
     * @param member its number, from 0
     */
    public void restart(int member) {
        lock.lock();
        try {
            if (!closed && ports.get(member).isClosed()) {
                ports.get(member).release();
                MemberPort port = network.bind(member, port(member));
                ports.set(member, port);
                set.restart(member);
                network.serve(port, chain.outermost());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets the next command of a name fail without being carried out, as a true error of that code would: with the
     * labels that go with it, once. Several add up, in their order.
     *
     * @param command the command's name, such as {@code insert}
     * @param code MongoDB's error code, such as 112
     */
    public void failNext(String command, int code) {
        chain.failPoints().failNext(command, code);
    }

    /**
     * Lets the connection of the next command of a name close without an answer, and the command be not carried out.
     *
     * @param command the command's name, such as {@code commitTransaction}
     */
    public void closeNext(String command) {
        chain.failPoints().closeNext(command);
    }

    /**
     * Lets every command wait before it is carried out.
     *
     * @param value how long; zero for no longer
     */
    public void latency(Duration value) {
        chain.failPoints().latency(value);
    }

    /** Lets all commands wait, from now on and until {@link #resume}; none is lost. */
    public void pause() {
        chain.failPoints().pause();
    }

    /** Carries out the commands that wait since {@link #pause}, and lets none wait any more. */
    public void resume() {
        chain.failPoints().resume();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        set.close();
        ports.forEach(MemberPort::close);
        network.close();
        chain.end().run();
    }

    /** Describes a server. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(60);
        private static final int DEFAULT_OPLOG_SIZE = 100_000;

        private final List<Settings.User> users = new ArrayList<>();
        private int members = 1;
        private int port;
        private Duration transactionLifetime = DEFAULT_LIFETIME;
        private int oplogSize = DEFAULT_OPLOG_SIZE;
        private @Nullable SSLContext tls;

        private Builder() {}

        /**
         * Sets how many members the set has.
         *
         * @param value 1 (the default) to 7
         * @return this
         */
        public Builder members(int value) {
            members = value;
            return this;
        }

        /**
         * Sets the first member's port; the others have those that follow.
         *
         * @param value a TCP port, or 0 (the default) for ports that are free
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Sets how long a transaction may be open.
         *
         * @param value a millisecond or more; 60 seconds by default
         * @return this
         */
        public Builder transactionLifetime(Duration value) {
            transactionLifetime = value;
            return this;
        }

        /**
         * Sets how many changes are kept for change streams to resume from.
         *
         * @param value 1 or more; 100,000 by default
         * @return this
         */
        public Builder oplogSize(int value) {
            oplogSize = value;
            return this;
        }

        /**
         * Adds a user to the database admin. With the first, everybody has to log in.
         *
         * @param name not empty
         * @param password not empty
         * @param roles each a role's name on admin, or {@code role@database}
         * @return this
         */
        public Builder user(String name, String password, String... roles) {
            users.add(new Settings.User(name, password, List.of(roles)));
            return this;
        }

        /**
         * Secures the sockets with TLS; what does not speak it is cut off.
         *
         * @param value holds the server's key; its certificate is best one for 127.0.0.1
         * @return this
         */
        public Builder tls(SSLContext value) {
            tls = value;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server; whoever started it closes it
         * @throws IllegalArgumentException if a value is out of its range
         */
        public EmbeddedMongo start() {
            Settings settings = settings();
            return EmbeddedMongo.start(settings, set -> new Assembly(settings, set, InstantSource.system()).chain());
        }

        Settings settings() {
            return new Settings(members, port, transactionLifetime, oplogSize, users, tls);
        }
    }
}
