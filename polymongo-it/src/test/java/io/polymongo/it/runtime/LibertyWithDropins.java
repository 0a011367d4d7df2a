package io.polymongo.it.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An Open Liberty that runs from one deployment to the next, and its database. */
final class LibertyWithDropins implements AutoCloseable {

    private static final Duration DEPLOYMENT = Duration.ofMinutes(4);

    private final Path folder;
    private final DatabaseProcess database;
    private final Platform.Plan plan;
    private final Child runtime;
    private final HttpClient http = Client.http1();

    /** Starts both in a folder of this name. */
    LibertyWithDropins(String name, String... options) throws IOException {
        folder = Platform.BUILT.resolve("run").resolve(name);
        Folders.empty(folder);
        database = DatabaseProcess.start(folder);
        plan = new Liberty().prepareEmpty(folder);
        Map<String, String> environment = new HashMap<>(plan.environment());
        environment.put("POLYMONGO_URI", database.uri());
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(plan.arguments());
        runtime = Child.java(folder, "runtime", environment, arguments);
        await().atMost(DEPLOYMENT)
                .until(() ->
                        runtime.output().stream().anyMatch(line -> line.contains("CWWKF0011I")) || !runtime.isAlive());
    }

    /** Deploys an archive at the path of this name, with lines of configuration of its own. */
    Client deploy(String name, String configuration) throws IOException {
        Path prepared = folder.resolve(name + ".war");
        Wars.copy(Platform.WAR, prepared, configuration);
        Files.move(prepared, Liberty.dropins(folder).resolve(name + ".war"));
        await().atMost(DEPLOYMENT).until(() -> status(name) == 200);
        return client(name);
    }

    void undeploy(String name) throws IOException {
        Files.delete(Liberty.dropins(folder).resolve(name + ".war"));
        await().atMost(DEPLOYMENT).until(() -> status(name) == 404);
    }

    Client client(String name) {
        return new Client(http, plan.application().resolve(name + "/api/"), null);
    }

    Answer readiness() {
        return new Client(http, plan.readiness(), null).get(plan.readiness().getPath());
    }

    long pid() {
        return runtime.pid();
    }

    private int status(String name) {
        try {
            return client(name).get("about").status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        runtime.close();
        database.close();
    }
}
