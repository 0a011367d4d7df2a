package io.polymongo.internal.observe;

import io.polymongo.HealthConfig;
import io.polymongo.internal.log.Log;
import io.polymongo.internal.pool.Probeable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls would be served. Where every connection is in use and the driver sees its server, that is the answer and
 * nothing is sent; otherwise a bounded ping is. Answers are kept for {@code health.cache}. Thread-safe; one caller asks,
 * others wait for its answer.
 */
public final class ReadinessProbe {

    /** Of a pool that is not asked. */
    private static final String OFF = "off";

    /**
     * An answer; no tenants, no addresses, no secrets.
     *
     * @param up whether calls would be served, by every pool that was asked
     * @param state the shared pool's state
     * @param ping {@code ok}, {@code busy}, {@code failed}, or {@code off} for one that was not asked
     * @param timestamp when the servers were asked
     * @param named the same of named pools, by name; empty unless they are looked at
     */
    public record Answer(boolean up, String state, String ping, Instant timestamp, SortedMap<String, OfPool> named) {}

    /**
     * What is said of a named pool.
     *
     * @param state its state
     * @param ping as {@link Answer#ping}; a pool without a client is not asked if that would open it
     */
    public record OfPool(String state, String ping) {}

    /** An answer and when it was given, so that a reader sees them together. */
    private record Kept(Answer answer, long askedAt) {}

    private final HealthConfig config;
    private final Probeable shared;
    private final Supplier<? extends Collection<? extends Probeable>> named;
    private final PingRound round;
    private final LongSupplier ticker;
    private final InstantSource clock;
    private final Log log;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Kept last;

    /**
     * Stands over pools.
     *
     * @param shared always asked: a probe is a use of it
     * @param named the pools that are looked at beside it, at present
     * @param ticker the time in nanoseconds, {@link System#nanoTime} outside tests
     */
    public ReadinessProbe(
            HealthConfig config,
            Probeable shared,
            Supplier<? extends Collection<? extends Probeable>> named,
            LongSupplier ticker,
            InstantSource clock,
            Log log) {
        this.config = config;
        this.shared = shared;
        this.named = named;
        this.round = new PingRound(ticker, log);
        this.ticker = ticker;
        this.clock = clock;
        this.log = log;
    }

    /** The configured name. */
    public String name() {
        return config.name();
    }

    /** The present answer; takes at most {@code health.timeout}. Counts as a use: it connects a pool that has not yet. */
    public Answer answer() {
        Answer known = fresh();
        if (known != null) {
            return known;
        }
        asking.lock();
        try {
            known = fresh();
            if (known != null) {
                return known;
            }
            Answer asked = ask();
            last = new Kept(asked, ticker.getAsLong());
            return asked;
        } finally {
            asking.unlock();
        }
    }

    private @Nullable Answer fresh() {
        Kept known = last;
        return known != null
                        && ticker.getAsLong() - known.askedAt() < config.cache().toNanos()
                ? known.answer()
                : null;
    }

    private Answer ask() {
        List<Probeable> others = List.copyOf(named.get());
        Map<String, String> pings = config.enabled() ? round.ask(asked(others), config.timeout()) : Map.of();
        Instant now = clock.instant();
        SortedMap<String, OfPool> ofOthers = new TreeMap<>();
        for (Probeable pool : others) {
            ofOthers.put(pool.name(), new OfPool(pool.state().name(), pings.getOrDefault(pool.name(), OFF)));
        }
        return new Answer(
                !pings.containsValue(PingRound.FAILED),
                shared.state().name(),
                pings.getOrDefault(shared.name(), OFF),
                now,
                Collections.unmodifiableSortedMap(ofOthers));
    }

    private List<Probeable> asked(List<Probeable> others) {
        List<Probeable> asked = new ArrayList<>();
        asked.add(shared);
        others.stream().filter(Probeable::isProbed).forEach(asked::add);
        return asked;
    }
}
