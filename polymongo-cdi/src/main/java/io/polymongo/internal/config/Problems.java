package io.polymongo.internal.config;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects configuration problems, so that all are told at once. Not thread-safe. */
public final class Problems {

    private final List<String> lines = new ArrayList<>();

    /** Adds a problem with a key of ours, without its prefix. */
    public void add(String key, @Nullable Object value, String rest) {
        add("polymongo." + key + "=" + value + " " + rest);
    }

    /** Adds a problem in full: what, value, remedy. */
    public void add(String line) {
        lines.add(line);
    }

    /** Makes a part, or collects its problems and answers null. */
    public <T> @Nullable T collect(Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigurationException e) {
            lines.addAll(e.problems());
            return null;
        }
    }

    /** Throws if anything was collected. */
    public void raise() {
        if (!lines.isEmpty()) {
            throw asException();
        }
    }

    /** What was collected, as the error to throw. */
    public ConfigurationException asException() {
        return new ConfigurationException(ErrorId.CONFIGURATION_INVALID, lines);
    }
}
