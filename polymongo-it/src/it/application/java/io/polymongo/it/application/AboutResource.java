package io.polymongo.it.application;

import com.mongodb.client.MongoClient;
import io.polymongo.PolyMongo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** What this application runs on. */
@Path("/about")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AboutResource {

    /** Versions, for the table of what was tested. */
    @GET
    public Map<String, String> about() {
        return Map.of(
                "java", System.getProperty("java.version"),
                "virtual", String.valueOf(isVirtual(Thread.currentThread())),
                "cdi", container(),
                "startUp", System.getProperty("exercise.start-up", "0"),
                "firstUse", System.getProperty("exercise.first-use", "0"),
                "driver", jarOf(MongoClient.class),
                "library", jarOf(PolyMongo.class));
    }

    private static String container() {
        Package implementation = CDI.current().getBeanManager().getClass().getPackage();
        String name = implementation.getName().contains("arc") ? "Lite: ArC" : "Full: Weld";
        return implementation.getImplementationVersion() == null
                ? name
                : name + " " + implementation.getImplementationVersion();
    }

    /** {@code Thread.isVirtual}, which this application's Java does not have. */
    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().endsWith("VirtualThread");
    }

    private static String jarOf(Class<?> type) {
        return String.valueOf(type.getProtectionDomain().getCodeSource().getLocation());
    }
}
