package io.polymongo.internal.cdi;

import io.polymongo.PolyMongoFeature;
import jakarta.ws.rs.core.Application;
import java.lang.reflect.Modifier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a REST application names. On Quarkus they are all that it has: without our filter each request would be
 * nobody's, or the default tenant's.
 */
final class NamedClasses {

    private NamedClasses() {}

    /** What is wrong with an {@code Application}, with the remedy, or null. It is made, as the runtime does in its build. */
    static @Nullable String problem(String name) {
        try {
            Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            if (Modifier.isAbstract(type.getModifiers())) {
                return null;
            }
            return suffices((Application) type.getConstructor().newInstance())
                    ? null
                    : name + " names its classes, and on this runtime they are all that there is; name"
                            + " PolyMongoFeature.class, too, or no request has its tenant";
        } catch (ReflectiveOperationException | LinkageError e) {
            return name + " cannot be asked which classes it names: " + e
                    + "; give it a public constructor without parameters that works in the build";
        }
    }

    /** Where an application names none the runtime looks for them, and finds ours. */
    @SuppressWarnings("deprecation")
    private static boolean suffices(Application application) {
        Set<Class<?>> named = application.getClasses();
        boolean namesNone = named.isEmpty() && application.getSingletons().isEmpty();
        // By name: in dev mode the class may be another loader's.
        return namesNone || named.stream().map(Class::getName).anyMatch(PolyMongoFeature.class.getName()::equals);
    }
}
