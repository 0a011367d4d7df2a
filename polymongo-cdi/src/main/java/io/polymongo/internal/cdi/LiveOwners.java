package io.polymongo.internal.cdi;

import java.lang.ref.WeakReference;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The owners whose containers run, for the providers of context propagation, which runtimes make by themselves: nobody
 * gives them anything. They cannot ask the container either: Open Liberty calls them on its own threads while the
 * application starts, and {@code CDI.current()} waits there for the start, which waits for those threads.
 *
 * <p>So this is the one static thing that changes. It is weak, so that it keeps no application that ended without saying
 * so. Where several applications share the library's class loader, a thread takes along what it has of each. Thread-safe.
 */
public final class LiveOwners {

    private static final List<WeakReference<PolyMongoOwner>> OWNERS = new CopyOnWriteArrayList<>();

    private LiveOwners() {}

    static void add(PolyMongoOwner owner) {
        OWNERS.add(new WeakReference<>(owner));
    }

    /** Removes one, and those that are no more; returns whether it was the last. */
    static boolean remove(PolyMongoOwner owner) {
        OWNERS.removeIf(reference -> reference.refersTo(owner) || reference.refersTo(null));
        return OWNERS.isEmpty();
    }

    /**
     * What this thread has: entered on another one, and left again by what that returns. Of an owner that there was not yet,
     * this thread had nothing.
     */
    public static Supplier<Runnable> carry() {
        Map<PolyMongoOwner, Supplier<Runnable>> taken = new IdentityHashMap<>();
        live().forEach(owner -> taken.put(owner, owner.carry()));
        return () -> enter(owner -> taken.getOrDefault(owner, owner.carryNothing()));
    }

    /** No tenant and no transaction, whatever the other thread has; also of an owner that there was not yet. */
    public static Supplier<Runnable> carryNothing() {
        return () -> enter(PolyMongoOwner::carryNothing);
    }

    private static List<PolyMongoOwner> live() {
        return OWNERS.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    }

    private static Runnable enter(Function<PolyMongoOwner, Supplier<Runnable>> what) {
        List<Runnable> leaves =
                live().stream().map(owner -> what.apply(owner).get()).toList();
        return () -> leaves.forEach(Runnable::run);
    }
}
