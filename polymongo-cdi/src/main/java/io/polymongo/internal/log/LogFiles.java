package io.polymongo.internal.log;

import io.polymongo.ConfigurationException;
import io.polymongo.ErrorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * {@code polymongo.log} with everything and {@code polymongo-error.log} with warnings and errors, 5 files of 5 MB each.
 * The JDK's handlers, fed by us alone: they stand beside the runtime's logging and are no part of it. Thread-safe.
 */
final class LogFiles implements AutoCloseable {

    private static final int BYTES = 5 * 1024 * 1024;
    private static final int GENERATIONS = 5;

    private final List<FileHandler> handlers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LogFiles(List<FileHandler> handlers) {
        this.handlers = List.copyOf(handlers);
    }

    /**
     * Opens both files in a folder, which is made if it is not there.
     *
     * @param all the least level that the first of them takes
     * @param failing hears what went wrong, without end, where lines cannot be written later on
     * @throws ConfigurationException if they cannot be written there
     */
    static LogFiles open(Path folder, Level all, ErrorManager failing) {
        List<FileHandler> opened = new ArrayList<>();
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            opened.add(open(folder, "polymongo.log", all, failing));
            opened.add(open(folder, "polymongo-error.log", Level.WARNING, failing));
            return new LogFiles(opened);
        } catch (IOException | SecurityException e) {
            opened.forEach(FileHandler::close);
            throw new ConfigurationException(
                    ErrorId.CONFIGURATION_INVALID,
                    List.of("polymongo.log-path is '" + PlainText.of(folder.toString())
                            + "', where no log can be written (" + PlainText.of(e.toString())
                            + "); name a folder that can be made and written, or leave it out"));
        }
    }

    private static FileHandler open(Path folder, String name, Level least, ErrorManager failing) throws IOException {
        // In a pattern of the JDK's, % begins a placeholder.
        String path = folder.toAbsolutePath().toString().replace("%", "%%");
        FileHandler handler = new FileHandler(path + "/" + name + ".%g", BYTES, GENERATIONS, true);
        handler.setEncoding("UTF-8");
        handler.setFormatter(new LineFormatter());
        handler.setFilter(null);
        handler.setLevel(least);
        handler.setErrorManager(failing);
        link(folder.resolve(name), Path.of(name + ".0"));
        return handler;
    }

    /** The present generation under its plain name. */
    private static void link(Path link, Path generation) {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createSymbolicLink(link, generation);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            // Not every system lets everybody make links; the file is there under its numbered name.
            return;
        }
    }

    void write(Level level, String text, @Nullable Throwable thrown) {
        LogRecord line = new LogRecord(level, text);
        line.setThrown(thrown);
        handlers.forEach(handler -> handler.publish(line));
    }

    /** Once; what is written afterwards goes nowhere. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            handlers.forEach(FileHandler::close);
        }
    }
}
