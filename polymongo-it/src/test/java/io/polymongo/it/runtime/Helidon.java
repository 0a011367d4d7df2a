package io.polymongo.it.runtime;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Helidon MP, which serves each request on a virtual thread, and needs a JDK from 21 on for it. */
final class Helidon implements Platform {

    private static final Path HOME = BUILT.resolve("polymongo-it-helidon");

    @Override
    public String name() {
        return "helidon";
    }

    @Override
    public String title() {
        return "Helidon MP " + System.getProperty("polymongo.it.helidon");
    }

    @Override
    public String limits() {
        return "Helidon asks each readiness check once before it serves, to know its name: the shared pool opens then, whatever"
                + " `polymongo.cold-start` says. It has neither Context Propagation nor Jakarta Concurrency: no tenant goes"
                + " along to other threads";
    }

    @Override
    public Plan prepare(Path folder) throws IOException {
        int port = Ports.free();
        URI address = Ports.at(port);
        return new Plan(
                List.of(
                        "-Dserver.host=127.0.0.1",
                        "-Dserver.port=" + port,
                        "-classpath",
                        HOME.resolve("polymongo-it.jar")
                                + File.pathSeparator
                                + Files.readString(HOME.resolve("class-path.txt")),
                        "io.helidon.Main"),
                Map.of(),
                address,
                address.resolve("/health/ready"));
    }
}
