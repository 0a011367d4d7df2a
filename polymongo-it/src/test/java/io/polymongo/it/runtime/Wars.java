package io.polymongo.it.runtime;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Archives that differ in their configuration. */
final class Wars {

    private static final String CONFIGURATION = "WEB-INF/classes/META-INF/microprofile-config.properties";

    private Wars() {}

    /** Copies one and adds lines to its configuration. */
    static void copy(Path from, Path to, String lines) throws IOException {
        Files.copy(from, to);
        try (FileSystem archive = FileSystems.newFileSystem(to)) {
            Files.writeString(archive.getPath(CONFIGURATION), "\n" + lines, StandardOpenOption.APPEND);
        }
    }
}
