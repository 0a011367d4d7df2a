package io.polymongo.embedded.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.polymongo.embedded.internal.command.Connection;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One socket. Its frames are answered one after the other, in their order: at once by the network's thread, if there is
 * nothing to wait for, and by whichever worker is free otherwise. A client that sends much without waiting is read no
 * further for the while.
 */
final class MemberConnection implements Connection {

    private static final int MOST_WAITING = 64;
    private static final long GRACE_MILLIS = 200;

    /** Of what was read in one go; a client that does not wait for its answers must not hold up the others. */
    private static final int MOST_AT_ONCE = 8;

    private final int id;
    private final int member;
    private final Channel channel;
    private final Executor workers;
    private final CommandRunner runner;
    private final Map<Class<?>, Object> attributes = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int answeredAtOnce;
    private boolean running;
    private volatile @Nullable ChannelFuture latestSent;
    private volatile boolean ending;
    private @Nullable Thread waiter;
    private boolean gone;
    private volatile @Nullable String applicationName;

    MemberConnection(int id, int member, Channel channel, Executor workers, CommandRunner runner) {
        this.id = id;
        this.member = member;
        this.channel = channel;
        this.workers = workers;
        this.runner = runner;
    }

    /** Takes a frame in; called by the network's thread alone. */
    void accept(Frame frame) {
        if (!begin(frame)) {
            return;
        }
        Runnable left = mayAnswerAtOnce() ? answerAtOnce(frame) : () -> runner.run(this, frame);
        if (left == null) {
            left = next();
        }
        if (left != null) {
            handOver(left);
        }
    }

    private void handOver(Runnable first) {
        lock.lock();
        try {
            waiting.addFirst(first);
        } finally {
            lock.unlock();
        }
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    /** Whether it is this frame's turn; if not, it waits for those before it. */
    private boolean begin(Frame frame) {
        lock.lock();
        try {
            if (ending) {
                return false;
            }
            if (!running) {
                running = true;
                return true;
            }
            waiting.addLast(() -> runner.run(this, frame));
            if (waiting.size() == MOST_WAITING) {
                channel.config().setAutoRead(false);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** An answer that a worker gave may not have been written yet, and the next one must not overtake it. */
    private boolean mayAnswerAtOnce() {
        ChannelFuture sent = latestSent;
        return answeredAtOnce < MOST_AT_ONCE && (sent == null || sent.isDone());
    }

    private @Nullable Runnable answerAtOnce(Frame frame) {
        answeredAtOnce++;
        try {
            return runner.runAtOnce(this, frame);
        } catch (Throwable e) {
            close();
            return null;
        }
    }

    /** What was read in one go has been taken in; called by the network's thread alone. */
    void readComplete() {
        answeredAtOnce = 0;
    }

    private void work() {
        for (Runnable frame = next(); frame != null; frame = next()) {
            try {
                frame.run();
            } catch (Throwable e) {
                // Whatever it is: a client that waits for an answer which cannot be given must not wait for ever.
                close();
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable frame = ending ? null : waiting.pollFirst();
            if (frame == null) {
                running = false;
                if (ending) {
                    channel.close();
                }
            } else if (waiting.isEmpty() && !channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public <T> T untilGone(Supplier<T> work) {
        lock.lock();
        try {
            waiter = Thread.currentThread();
            if (gone) {
                waiter.interrupt();
            }
        } finally {
            lock.unlock();
        }
        try {
            return work.get();
        } finally {
            lock.lock();
            try {
                waiter = null;
            } finally {
                lock.unlock();
            }
        }
    }

    /** The socket is closed, whoever did it. */
    void gone() {
        lock.lock();
        try {
            gone = true;
            ending = true;
            if (waiter != null) {
                waiter.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    void send(ByteBuf message) {
        latestSent = channel.writeAndFlush(message);
    }

    /** Whether an answer would still reach anybody. */
    @Override
    public boolean isOpen() {
        return channel.isActive() && !ending;
    }

    /** Closes it after the answer that is being worked on, and without that one if it does not come soon. */
    void end() {
        lock.lock();
        try {
            ending = true;
            waiting.clear();
            if (running) {
                channel.eventLoop().schedule(() -> channel.close(), GRACE_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
        } finally {
            lock.unlock();
        }
        channel.close();
    }

    /** Waits until it is closed, which is soon after {@link #end}. */
    void awaitClosed() {
        channel.closeFuture().awaitUninterruptibly(2 * GRACE_MILLIS);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String remoteAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + ":" + address.getPort()
                : String.valueOf(channel.remoteAddress());
    }

    @Override
    public int member() {
        return member;
    }

    @Override
    public @Nullable String applicationName() {
        return applicationName;
    }

    @Override
    public void applicationName(@Nullable String name) {
        applicationName = name;
    }

    @Override
    public <T> @Nullable T attribute(Class<T> type) {
        return type.cast(attributes.get(type));
    }

    @Override
    public <T> void attribute(Class<T> type, @Nullable T value) {
        if (value == null) {
            attributes.remove(type);
        } else {
            attributes.put(type, value);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
