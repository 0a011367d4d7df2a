package io.polymongo.it.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Quarkus, whose applications are what the build makes of them. */
final class Quarkus implements Platform {

    private final String name;
    private final String application;

    /**
     * An application of it.
     *
     * @param name of the module under {@code src/it}
     * @param about what is particular about it, or nothing
     */
    Quarkus(String name, String about) {
        this.name = name;
        this.application = about;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "Quarkus " + System.getProperty("polymongo.it.quarkus") + application;
    }

    @Override
    public String limits() {
        return "The build sees injection points and transactional methods alone: wrong configuration stops the start, not the"
                + " build";
    }

    @Override
    public Plan prepare(Path folder) throws IOException {
        int port = Ports.free();
        URI address = Ports.at(port);
        Path jar = BUILT.resolve("polymongo-it-" + name).resolve("quarkus-app").resolve("quarkus-run.jar");
        return new Plan(
                List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port, "-jar", jar.toString()),
                Map.of(),
                address,
                address.resolve("/health/ready"));
    }
}
