package io.polymongo.internal.handle;

import com.mongodb.client.ClientSession;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a driver's method while a transaction is open; found out once for each method. */
enum TransactionUse {

    /** Never reaches the server. */
    FREE,
    /** Has an overload with a session, which is called in its place. */
    JOINS,
    /** Is given a session. */
    WITH_SESSION,
    /** Cannot run in a transaction. */
    REFUSED,
    /** Of a driver that is newer than this table: refused, too. */
    UNKNOWN;

    /** What never reaches the server; {@code with…}, which gives another handle, and {@code Object}'s methods are the handles' own. */
    private static final Set<String> WITHOUT_SERVER = Set.of(
            "getNamespace",
            "getName",
            "getBucketName",
            "getChunkSizeBytes",
            "getDocumentClass",
            "getCollection",
            "getCodecRegistry",
            "getReadPreference",
            "getWriteConcern",
            "getReadConcern",
            "getTimeout");

    private static final String OUTSIDE = "call it before or after, or in a method with TxType.NOT_SUPPORTED";
    private static final String INDEXES_OUTSIDE = "look after indexes outside of transactions";

    /** What the server, or the driver, does not do in a transaction, and what to do instead. */
    private static final Map<String, String> REMEDIES = Map.ofEntries(
            Map.entry("estimatedDocumentCount", "use countDocuments()"),
            Map.entry("mapReduce", "use aggregate"),
            Map.entry("watch", "open change streams outside of transactions"),
            Map.entry("createView", OUTSIDE),
            Map.entry("drop", OUTSIDE),
            Map.entry("renameCollection", OUTSIDE),
            Map.entry("listCollections", OUTSIDE),
            Map.entry("listCollectionNames", OUTSIDE),
            Map.entry("listIndexes", INDEXES_OUTSIDE),
            Map.entry("dropIndex", INDEXES_OUTSIDE),
            Map.entry("dropIndexes", INDEXES_OUTSIDE),
            Map.entry("createSearchIndex", INDEXES_OUTSIDE),
            Map.entry("createSearchIndexes", INDEXES_OUTSIDE),
            Map.entry("updateSearchIndex", INDEXES_OUTSIDE),
            Map.entry("dropSearchIndex", INDEXES_OUTSIDE),
            Map.entry("listSearchIndexes", INDEXES_OUTSIDE));

    static TransactionUse of(Method method) {
        String name = method.getName();
        boolean derives = name.startsWith("with") && method.getReturnType() == method.getDeclaringClass();
        if (method.getDeclaringClass() == Object.class || WITHOUT_SERVER.contains(name) || derives) {
            return FREE;
        }
        if (REMEDIES.containsKey(name)) {
            return REFUSED;
        }
        if (takesSession(method)) {
            return WITH_SESSION;
        }
        return withSession(method) != null ? JOINS : UNKNOWN;
    }

    /** What to do instead of a method that is refused. */
    static String remedy(String name) {
        return REMEDIES.getOrDefault(name, OUTSIDE);
    }

    static boolean takesSession(Method method) {
        return method.getParameterCount() > 0 && method.getParameterTypes()[0] == ClientSession.class;
    }

    /** The overload of the same parameters behind a session, or null. */
    static @Nullable Method withSession(Method method) {
        Class<?>[] parameters = new Class<?>[method.getParameterCount() + 1];
        parameters[0] = ClientSession.class;
        System.arraycopy(method.getParameterTypes(), 0, parameters, 1, method.getParameterCount());
        try {
            return method.getDeclaringClass().getMethod(method.getName(), parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
