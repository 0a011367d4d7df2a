package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One fail point: its setting, and how often it has acted. Thread-safe. */
final class FailPoint {

    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private FailPointSetting setting = FailPointSetting.OFF;
    private int left;
    private int entered;

    FailPoint(RandomGenerator random) {
        this.random = random;
    }

    /** Sets it anew, and tells how often it has acted since the start. */
    int set(FailPointSetting other) {
        lock.lock();
        try {
            setting = other;
            left = other.count();
            return entered;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is set to anything but off. */
    boolean isOn() {
        lock.lock();
        try {
            return setting.mode() != FailPointSetting.Mode.OFF;
        } finally {
            lock.unlock();
        }
    }

    /** What to do now, or null; only what it concerns is counted. */
    @Nullable
    Document enter(Predicate<Document> concerns) {
        lock.lock();
        try {
            if (setting.mode() == FailPointSetting.Mode.OFF || !concerns.test(setting.data()) || !acts()) {
                return null;
            }
            entered++;
            Document data = setting.data();
            if (setting.mode() == FailPointSetting.Mode.TIMES && left <= 0) {
                setting = FailPointSetting.OFF;
            }
            return data;
        } finally {
            lock.unlock();
        }
    }

    private boolean acts() {
        return switch (setting.mode()) {
            case OFF -> false;
            case ALWAYS_ON -> true;
            // As the server counts, {times: 0} acts once.
            case TIMES -> {
                left--;
                yield true;
            }
            case SKIP -> left <= 0 || left-- < 0;
            case RANDOM -> random.nextDouble() < setting.probability();
        };
    }
}
