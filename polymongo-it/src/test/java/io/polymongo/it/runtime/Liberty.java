package io.polymongo.it.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Open Liberty, with the features of the how-to. */
final class Liberty implements Platform {

    private static final Path HOME = BUILT.resolve("servers").resolve("wlp");
    private static final Path HOW_TO = Path.of("..", "src", "docs", "how-to", "open-liberty.md");
    private static final Pattern SERVER_XML = Pattern.compile("(?ms)^```xml\\n(.*?)^```$");
    private static final int JAVA_WITHOUT_SECURITY_MANAGER = 24;

    private final Archive archive;

    Liberty() {
        this(folder -> WAR);
    }

    Liberty(Archive archive) {
        this.archive = archive;
    }

    @Override
    public String name() {
        return "liberty";
    }

    @Override
    public String title() {
        return "Open Liberty " + System.getProperty("polymongo.it.liberty");
    }

    @Override
    public String limits() {
        return "Its default `ManagedExecutorService` clears what it does not know: a tenant goes along only with an executor"
                + " that is [told to](../how-to/open-liberty.md)";
    }

    @Override
    public Plan prepare(Path folder) throws IOException {
        Path server = folder.resolve("usr").resolve("servers").resolve("defaultServer");
        Path apps = Files.createDirectories(server.resolve("apps"));
        Files.writeString(server.resolve("server.xml"), serverXml());
        Files.copy(archive.in(folder), apps.resolve("app.war"));
        return plan(folder, server);
    }

    /** The same without an application, in a server that takes what lies in its folder {@code dropins}. */
    Plan prepareEmpty(Path folder) throws IOException {
        Path server = folder.resolve("usr").resolve("servers").resolve("defaultServer");
        Files.createDirectories(dropins(folder));
        List<String> lines = serverXml().lines().toList();
        Files.write(
                server.resolve("server.xml"),
                lines.stream().filter(line -> !line.contains("<webApplication")).toList());
        return plan(folder, server);
    }

    /** As the how-to has it, so that it is tried as written. */
    private static String serverXml() throws IOException {
        Matcher block = SERVER_XML.matcher(Files.readString(HOW_TO));
        if (!block.find()) {
            throw new IllegalStateException("there is no server.xml in " + HOW_TO);
        }
        return block.group(1);
    }

    static Path dropins(Path folder) {
        return folder.resolve("usr").resolve("servers").resolve("defaultServer").resolve("dropins");
    }

    private static Plan plan(Path folder, Path server) throws IOException {
        int port = Ports.free();
        Files.writeString(server.resolve("bootstrap.properties"), "http.port=" + port + "\n");
        URI address = Ports.at(port);
        return new Plan(
                List.of(
                        "@" + options(),
                        "-javaagent:" + tool("ws-javaagent.jar"),
                        "-jar",
                        tool("ws-server.jar").toString(),
                        "defaultServer"),
                Map.of("WLP_USER_DIR", folder.resolve("usr").toString()),
                address,
                address.resolve("/health/ready"));
    }

    /** As the server's own script chooses them. */
    private static Path options() {
        boolean newer = Runtime.version().feature() >= JAVA_WITHOUT_SECURITY_MANAGER;
        return HOME.resolve("lib")
                .resolve("platform")
                .resolve("java")
                .resolve(newer ? "java24.options" : "java9.options");
    }

    private static Path tool(String jar) {
        return HOME.resolve("bin").resolve("tools").resolve(jar);
    }
}
