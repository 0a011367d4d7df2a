package io.polymongo.it.server;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * After each test, every driver's thread that the test started must end: each client has some, so that a client left
 * open shows here. What a store holds is closed in reverse order; this check comes first, so that it looks last.
 */
public final class LeakCheck implements BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Set<Thread> before = driverThreads();
        AutoCloseable check = () -> await().alias("threads of clients that were left open")
                .until(() -> startedSince(before), List::isEmpty);
        context.getStore(NAMESPACE).put(LeakCheck.class, check);
    }

    private static List<String> startedSince(Set<Thread> before) {
        return driverThreads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .toList();
    }

    private static Set<Thread> driverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-")
                        || thread.getName().startsWith("MaintenanceTimer"))
                .collect(Collectors.toSet());
    }
}
