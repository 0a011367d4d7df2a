package io.polymongo.sample.user;

import io.polymongo.embedded.EmbeddedMongo;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A server that goes away and comes back on the same port, without its data. Used by one thread at a time. */
public final class RestartableServer implements QuarkusTestResourceLifecycleManager {

    private EmbeddedMongo running;
    private int port;

    @Override
    public Map<String, String> start() {
        startServer();
        return Map.of("polymongo.uri", running.connectionString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RestartableServer.class));
    }

    void startServer() {
        running = EmbeddedMongo.builder().port(port).start();
        port = running.port();
    }

    void stopServer() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    @Override
    public void stop() {
        stopServer();
    }
}
