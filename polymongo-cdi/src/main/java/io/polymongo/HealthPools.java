package io.polymongo;

/** Which pools the readiness check looks at; the values of {@code polymongo.health.pools}. */
public enum HealthPools {
    /** The shared pool alone. */
    SHARED,
    /** The shared pool and every named one. */
    ALL
}
