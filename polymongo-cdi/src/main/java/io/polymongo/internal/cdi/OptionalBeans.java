package io.polymongo.internal.cdi;

/** The beans that exist only where an optional specification does. */
final class OptionalBeans {

    /** By name: loading the class without MicroProfile Health fails. */
    static final String READINESS = "io.polymongo.internal.observe.PolyMongoReadiness";

    private OptionalBeans() {}

    static boolean hasHealth() {
        try {
            Class.forName("org.eclipse.microprofile.health.Readiness", false, OptionalBeans.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
