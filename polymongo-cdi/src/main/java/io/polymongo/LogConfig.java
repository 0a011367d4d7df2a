package io.polymongo;

import io.polymongo.internal.config.Problems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is logged.
 *
 * @param debug {@code debug}: whether each operation is logged with its database, tenant and time
 * @param logPath {@code log-path}: the folder of log files of our own, or null for none; whether it can be written to
 *     shows when they are opened
 */
public record LogConfig(boolean debug, @Nullable Path logPath) {

    /**
     * Validates all components.
     *
     * @throws ConfigurationException with every problem, each with key, value and remedy
     */
    public LogConfig {
        Problems problems = new Problems();
        if (logPath != null && logPath.toString().isBlank()) {
            problems.add("log-path", logPath, "is empty; give a folder");
        }
        problems.raise();
    }
}
