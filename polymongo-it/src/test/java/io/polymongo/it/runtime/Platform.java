package io.polymongo.it.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A runtime: how it is told to run the application. */
interface Platform {

    /** Where the build puts runtimes and applications. */
    Path BUILT = Path.of("target", "it").toAbsolutePath();

    /** The application of all application servers. */
    Path WAR = BUILT.resolve("polymongo-it-war").resolve("polymongo-it.war");

    /**
     * What to start.
     *
     * @param arguments for the JVM
     * @param environment beside the address of the database
     * @param application where the application will be
     * @param readiness where the readiness will be
     */
    record Plan(List<String> arguments, Map<String, String> environment, URI application, URI readiness) {}

    /** A word for folders and reports. */
    String name();

    /** The runtime and its version, for people. */
    String title();

    /** What does not work there, and why, for people. */
    default String limits() {
        return "nothing known";
    }

    /** Lays out what the runtime needs in an empty folder. */
    Plan prepare(Path folder) throws IOException;
}
