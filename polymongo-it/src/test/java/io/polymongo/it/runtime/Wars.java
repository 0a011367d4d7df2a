package io.polymongo.it.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Archives that differ from the application of all. */
final class Wars {

    private static final String CLASSES = "WEB-INF/classes/";
    private static final String CONFIGURATION = CLASSES + "META-INF/microprofile-config.properties";
    private static final String SOURCES = "polymongo.tenant.sources=";

    private Wars() {}

    /** Copies one and adds lines to its configuration. */
    static void copy(Path from, Path to, String lines) throws IOException {
        Files.copy(from, to);
        try (FileSystem archive = FileSystems.newFileSystem(to)) {
            Files.writeString(archive.getPath(CONFIGURATION), "\n" + lines, StandardOpenOption.APPEND);
        }
    }

    /** The application with a resolver of tenants, and no other source of them. */
    static Path withResolver(Path folder) throws IOException {
        Path war = folder.resolve("resolver.war");
        Files.copy(Platform.WAR, war);
        try (FileSystem archive = FileSystems.newFileSystem(war)) {
            Path configuration = archive.getPath(CONFIGURATION);
            Files.write(
                    configuration,
                    Files.readAllLines(configuration).stream()
                            .filter(line -> !line.startsWith(SOURCES))
                            .toList());
            String name = CustomerResolver.class.getName().replace('.', '/') + ".class";
            Path resolver = archive.getPath(CLASSES + name);
            Files.createDirectories(resolver.getParent());
            try (InputStream in = CustomerResolver.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(in, resolver);
            }
        }
        return war;
    }
}
