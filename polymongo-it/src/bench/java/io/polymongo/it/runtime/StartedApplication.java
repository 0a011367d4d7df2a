package io.polymongo.it.runtime;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One of the applications in {@code src/it/quarkus-start}, as a process that ends with this. What it said stays in
 * {@code target/it/run/quarkus-start} until it is started again.
 */
public final class StartedApplication implements AutoCloseable {

    private static final HttpClient HTTP = Client.http1();
    private static final Path FOLDER = Platform.BUILT.resolve("run").resolve("quarkus-start");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern STARTED = Pattern.compile("started in (\\d+\\.\\d+)s");

    private final Child child;
    private final Client client;
    private final double answeredMillis;
    private final double processorMillis;
    private final double saidMillis;

    /**
     * Starts it, and asks it until it answers.
     *
     * @param name of the module under {@code src/it/quarkus-start}
     */
    public StartedApplication(String name, String databaseUri) {
        int port = freePort();
        Path jar = Platform.BUILT
                .resolve("polymongo-it-quarkus-start-" + name)
                .resolve("quarkus-app")
                .resolve("quarkus-run.jar");
        this.client = new Client(HTTP, Ports.at(port), null);
        long begin = System.nanoTime();
        this.child = Child.java(
                FOLDER,
                name,
                Map.of("POLYMONGO_URI", databaseUri),
                List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port, "-jar", jar.toString()));
        try {
            // Often enough for what is measured, and so seldom that asking does not hold the start up.
            await().atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(this::answers);
            this.answeredMillis = (System.nanoTime() - begin) / 1e6;
            this.processorMillis = ProcessHandle.of(child.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .map(Duration::toMillis)
                    .orElse(0L);
            this.saidMillis = await().atMost(LIMIT).until(this::said, millis -> millis > 0);
        } catch (RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private static int freePort() {
        try {
            return Ports.free();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (!child.isAlive()) {
            throw new IllegalStateException("the application ended; " + child.log() + " says why");
        }
        try {
            return client.as("acme").get("started").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** The line may come after the first answer. */
    private double said() {
        return child.output().stream()
                .flatMap(line -> STARTED.matcher(line).results())
                .mapToDouble(found -> Double.parseDouble(found.group(1)) * 1000)
                .findFirst()
                .orElse(0);
    }

    /** From the start of the process until an HTTP request got its 200. */
    public double answeredMillis() {
        return answeredMillis;
    }

    /** What the process had of all processors until then, which other work of the machine disturbs least. */
    public double processorMillis() {
        return processorMillis;
    }

    /** What Quarkus says the start took, which does not count the start of the JVM. */
    public double saidMillis() {
        return saidMillis;
    }

    /** Visits the application as a tenant, and returns how many visits it counts. */
    public String visit(String tenant) {
        return client.as(tenant).post("visits").body();
    }

    @Override
    public void close() {
        child.close();
    }
}
