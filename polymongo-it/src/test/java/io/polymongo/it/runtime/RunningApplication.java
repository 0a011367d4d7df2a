package io.polymongo.it.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The application on one runtime, and its server; both are processes, whose folder with their logs stays. */
final class RunningApplication implements BeforeAllCallback, AfterAllCallback {

    private static final Path SERVER =
            Path.of("target", "polymongo-embedded.jar").toAbsolutePath();
    private static final Pattern SECOND_LINE = Pattern.compile("\\n(?=(FINE|INFO|WARNING|SEVERE): )");
    private static final Duration START = Duration.ofMinutes(4);

    private final Platform platform;
    private final String name;
    private final HttpClient http = Client.http1();
    private DatabaseProcess server;
    private Child runtime;
    private Platform.Plan plan;
    private String uri;

    RunningApplication(Platform platform) {
        this(platform, platform.name());
    }

    /** One of several on the same platform, each with a name for its folder. */
    RunningApplication(Platform platform, String name) {
        this.platform = platform;
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path folder = folder();
        Folders.empty(folder);
        server = DatabaseProcess.start(folder);
        uri = server.uri();
        plan = platform.prepare(folder);
        Map<String, String> environment = new HashMap<>(plan.environment());
        environment.put("POLYMONGO_URI", uri);
        List<String> arguments = new ArrayList<>(plan.arguments());
        arguments.add(0, "-javaagent:" + StartUpAgent.jar(folder));
        runtime = Child.java(folder, "runtime", environment, arguments);
        await().atMost(START).pollInterval(Duration.ofMillis(250)).until(() -> !runtime.isAlive() || isReady());
        if (!runtime.isAlive()) {
            throw new IllegalStateException("the runtime ended; " + runtime.log() + " says why");
        }
    }

    /** Not before the application answers: some runtimes are ready before they have one. */
    private boolean isReady() {
        try {
            return client().get("about").status() == 200 && readiness().status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The application, without a tenant. */
    Client client() {
        return new Client(http, plan.application().resolve("api/"), null);
    }

    /** What probes ask. */
    Answer readiness() {
        return new Client(http, plan.readiness(), null).get(plan.readiness().getPath());
    }

    /** Where that is asked. */
    int managementPort() {
        return plan.readiness().getPort();
    }

    String databaseUri() {
        return uri;
    }

    Platform platform() {
        return platform;
    }

    /** What the runtime logged. Where the JDK's own format has two lines for one, they are one again. */
    List<String> log() {
        return SECOND_LINE
                .matcher(String.join("\n", runtime.output()))
                .replaceAll(" ")
                .lines()
                .toList();
    }

    /** Where the processes of the runtime and its server write. */
    Path folder() {
        return Platform.BUILT.resolve("run").resolve(name);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (runtime != null) {
            runtime.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
