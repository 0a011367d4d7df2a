package io.polymongo.it.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** WildFly with its MicroProfile configuration. A line for each command is there once somebody asks for it. */
final class WildFly implements Platform {

    private static final Path HOME =
            BUILT.resolve("servers").resolve("wildfly-" + System.getProperty("polymongo.it.wildfly"));

    private final Archive archive;

    WildFly() {
        this(folder -> WAR);
    }

    WildFly(Archive archive) {
        this.archive = archive;
    }

    @Override
    public String name() {
        return "wildfly";
    }

    @Override
    public String title() {
        return "WildFly " + System.getProperty("polymongo.it.wildfly");
    }

    @Override
    public Plan prepare(Path folder) throws IOException {
        Path base = folder.resolve("standalone");
        copy(HOME.resolve("standalone"), base);
        Files.copy(archive.in(folder), base.resolve("deployments").resolve("ROOT.war"));
        int port = Ports.free();
        int management = Ports.free();
        return new Plan(
                List.of(
                        "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                        "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.management/javax.management=ALL-UNNAMED",
                        "-Djboss.home.dir=" + HOME,
                        "-Djboss.server.base.dir=" + base,
                        "-Djboss.http.port=" + port,
                        "-Djboss.management.http.port=" + management,
                        "-jar",
                        HOME.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        HOME.resolve("modules").toString(),
                        "org.jboss.as.standalone",
                        "-c",
                        "standalone-microprofile.xml"),
                Map.of("POLYMONGO_DEBUG", "true"),
                Ports.at(port),
                Ports.at(management).resolve("/health/ready"));
    }

    /** Starts the tool that is behind {@code jboss-cli.sh}, and returns what it says to these lines. */
    static List<String> cli(Path folder, int management, List<String> lines) throws IOException {
        Path script = Files.write(folder.resolve("commands.cli"), lines);
        List<String> arguments = List.of(
                "-jar",
                HOME.resolve("jboss-modules.jar").toString(),
                "-mp",
                HOME.resolve("modules").toString(),
                "org.jboss.as.cli",
                "--connect",
                "--controller=127.0.0.1:" + management,
                "--file=" + script);
        try (Child cli = Child.java(folder, "cli", Map.of(), arguments)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> !cli.isAlive());
            return cli.output();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
