package io.polymongo.internal.cdi;

import com.mongodb.client.MongoClient;
import java.lang.reflect.Method;

/**
 * The driver's thread that frees unused buffers. It is static, no {@code close()} ends it, and it keeps the class loader of
 * an undeployed application alive for ever (JAVA-5643).
 */
final class BufferPruner {

    private static final System.Logger LOG = System.getLogger("io.polymongo");
    private static final String POOL = "com.mongodb.internal.connection.PowerOfTwoBufferPool";

    private BufferPruner() {}

    /** Ends it, where the driver came with the application. A driver that does not have it any more is left alone. */
    static void stop() {
        ClassLoader driver = MongoClient.class.getClassLoader();
        if (driver != BufferPruner.class.getClassLoader() || driver == ClassLoader.getSystemClassLoader()) {
            return;
        }
        try {
            Class<?> pool = Class.forName(POOL, true, driver);
            Method stop = pool.getDeclaredMethod("disablePruning");
            stop.setAccessible(true);
            stop.invoke(pool.getField("DEFAULT").get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the driver's buffer pruner cannot be stopped", e);
        }
    }
}
