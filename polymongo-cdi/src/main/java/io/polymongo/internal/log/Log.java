package io.polymongo.internal.log;

import io.polymongo.ConfigurationException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one {@link io.polymongo.PolyMongo}: to the {@link System.Logger} {@code io.polymongo}, which is the
 * runtime's, and to files of its own where a folder is named. Texts are taken as they are, but for the characters that
 * could forge lines; no secret belongs into them. Thread-safe.
 */
public final class Log implements AutoCloseable {

    private static final String NAME = "io.polymongo";

    private final System.Logger logger;
    private final @Nullable LogFiles files;
    private final boolean debug;
    private final String prefix;

    private Log(System.Logger logger, @Nullable LogFiles files, boolean debug, String prefix) {
        this.logger = logger;
        this.files = files;
        this.debug = debug;
        this.prefix = prefix;
    }

    /**
     * Opens the log.
     *
     * @param debug whether the files take debug lines, too; what the runtime shows is its own affair
     * @param folder where {@code polymongo.log} and {@code polymongo-error.log} go, or null for no files
     * @throws ConfigurationException if they cannot be written there
     */
    public static Log open(boolean debug, @Nullable Path folder) {
        System.Logger logger = System.getLogger(NAME);
        LogFiles files =
                folder == null ? null : LogFiles.open(folder, debug ? Level.ALL : Level.INFO, new SaidOnce(logger));
        return new Log(logger, files, debug, "");
    }

    /** A log without files, for what has no {@link io.polymongo.PolyMongo} at hand; it need not be closed. */
    public static Log ofRuntime() {
        return open(false, null);
    }

    /** The same log for a pool, whose lines begin with {@code [name]}. */
    public Log ofPool(String name) {
        return new Log(logger, files, debug, "[" + name + "] ");
    }

    /** Whether anybody reads debug lines: what costs something to say need not be said otherwise. */
    public boolean isDebug() {
        return (files != null && debug) || logger.isLoggable(System.Logger.Level.DEBUG);
    }

    /** For who looks for an error. */
    public void debug(String text) {
        write(System.Logger.Level.DEBUG, Level.FINE, text, null);
    }

    /** For who looks for an error. */
    public void debug(String text, Throwable thrown) {
        write(System.Logger.Level.DEBUG, Level.FINE, text, thrown);
    }

    /** For what is opened, retired and closed. */
    public void info(String text) {
        write(System.Logger.Level.INFO, Level.INFO, text, null);
    }

    /** For what somebody should look at. */
    public void warning(String text) {
        warning(text, null);
    }

    /** For what somebody should look at. */
    public void warning(String text, @Nullable Throwable thrown) {
        write(System.Logger.Level.WARNING, Level.WARNING, text, thrown);
    }

    /** For what went wrong and is told to nobody else. */
    public void error(String text, @Nullable Throwable thrown) {
        write(System.Logger.Level.ERROR, Level.SEVERE, text, thrown);
    }

    private void write(System.Logger.Level level, Level inFiles, String text, @Nullable Throwable thrown) {
        if (level == System.Logger.Level.DEBUG && !isDebug()) {
            return;
        }
        String line = PlainText.of(prefix + text);
        if (thrown == null) {
            logger.log(level, line);
        } else {
            logger.log(level, line, thrown);
        }
        if (files != null) {
            files.write(inFiles, line, thrown);
        }
    }

    /** Closes the files, once; what is said later goes to the runtime only. */
    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }

    /** A disk that is full is worth one line, and not one for each line that is lost. */
    private static final class SaidOnce extends ErrorManager {

        private final System.Logger logger;
        private final AtomicBoolean said = new AtomicBoolean();

        private SaidOnce(System.Logger logger) {
            this.logger = logger;
        }

        @Override
        public void error(@Nullable String text, @Nullable Exception exception, int code) {
            if (said.compareAndSet(false, true)) {
                logger.log(
                        System.Logger.Level.WARNING,
                        "lines are missing in the files of polymongo.log-path, which cannot be written any more",
                        exception);
            }
        }
    }
}
