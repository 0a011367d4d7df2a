package io.polymongo.internal.pool;

import io.polymongo.ConfigurationException;
import io.polymongo.EmbeddedServer;
import io.polymongo.ErrorId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the embedded server on the class path. */
final class EmbeddedServers {

    private EmbeddedServers() {}

    /** Starts a server with the one implementation there is. */
    static EmbeddedServer.Running start() {
        List<EmbeddedServer> found = find();
        if (found.size() != 1) {
            throw new ConfigurationException(ErrorId.EMBEDDED_SERVER_UNAVAILABLE, List.of(problem(found)));
        }
        return found.get(0).start();
    }

    private static String problem(List<EmbeddedServer> found) {
        return found.isEmpty()
                ? "polymongo.uri=embedded finds no embedded server on the class path; add io.polymongo:polymongo-it,"
                        + " or set polymongo.uri (or POLYMONGO_URI) to a server"
                : "polymongo.uri=embedded finds several embedded servers; leave one of "
                        + found.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(", "));
    }

    /** An application sees the server through its own loader, a container's shared library through the library's. */
    private static List<EmbeddedServer> find() {
        Map<Class<?>, EmbeddedServer> found = new LinkedHashMap<>();
        for (ClassLoader loader : loaders()) {
            for (EmbeddedServer each : ServiceLoader.load(EmbeddedServer.class, loader)) {
                found.putIfAbsent(each.getClass(), each);
            }
        }
        return List.copyOf(found.values());
    }

    private static List<ClassLoader> loaders() {
        List<ClassLoader> loaders = new ArrayList<>();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.add(context);
        }
        loaders.add(EmbeddedServers.class.getClassLoader());
        return loaders;
    }
}
