package io.polymongo.it.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Micro, whose log has a line for each command. */
final class Payara implements Platform {

    private static final String ON_LOOPBACK = "set configs.config.server-config.network-config.network-listeners"
            + ".network-listener.http-listener.address=127.0.0.1\n";

    private final Archive archive;

    Payara() {
        this(folder -> WAR);
    }

    Payara(Archive archive) {
        this.archive = archive;
    }

    @Override
    public String name() {
        return "payara";
    }

    @Override
    public String title() {
        return "Payara Micro " + System.getProperty("polymongo.it.payara");
    }

    @Override
    public Plan prepare(Path folder) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Path commands = Files.writeString(folder.resolve("commands.txt"), ON_LOOPBACK);
        Files.writeString(folder.resolve("logging.properties"), LogHowTo.loggingProperties());
        int port = Ports.free();
        URI address = Ports.at(port);
        List<String> arguments = new ArrayList<>(List.of(
                "-jar",
                BUILT.resolve("servers").resolve("payara-micro.jar").toString(),
                "--rootDir",
                root.toString(),
                "--port",
                String.valueOf(port),
                "--prebootcommandfile",
                commands.toString(),
                "--nocluster",
                "--contextroot",
                "/",
                "--deploy",
                archive.in(folder).toString()));
        for (String setting : LogHowTo.settings("Payara Micro")) {
            arguments.addAll(List.of(setting.split(" ")));
        }
        return new Plan(arguments, Map.of("POLYMONGO_DEBUG", "true"), address, address.resolve("/health/ready"));
    }
}
