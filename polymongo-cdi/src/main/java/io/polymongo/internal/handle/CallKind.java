package io.polymongo.internal.handle;

import java.lang.reflect.Method;

/** What a handle has to do for a method; found out once for each method, so that no call compares names. */
enum CallKind {

    /** {@code equals}, {@code hashCode}, {@code toString}: of the handle itself. */
    IDENTITY,
    /** {@code with…}: gives another handle. */
    DERIVE,
    /** Answered by the handle: another handle, or what it knows. */
    LOCAL,
    /** Takes a pipeline, which must stay within the tenant. */
    PIPELINE,
    /** Takes a command, which must stay within the tenant. */
    COMMAND,
    /** Takes a namespace, which must stay within the tenant. */
    RENAME,
    /** Takes scripts, of which nobody knows where they write. */
    MAP_REDUCE,
    /** Nothing but to call the driver, or to join: all the others. */
    FORWARD;

    /** The kind of a method on handles that stand for a type. */
    static CallKind of(Method method, Class<?> type) {
        if (method.getDeclaringClass() == Object.class) {
            return IDENTITY;
        }
        boolean takesSomething = method.getParameterCount() > 0;
        if (takesSomething && method.getReturnType() == type && method.getName().startsWith("with")) {
            return DERIVE;
        }
        return switch (method.getName()) {
            case "getCollection", "getDocumentClass", "getBucketName" -> LOCAL;
            case "aggregate", "watch", "createView" -> PIPELINE;
            case "runCommand" -> COMMAND;
            case "renameCollection" -> RENAME;
            case "mapReduce" -> MAP_REDUCE;
            default -> FORWARD;
        };
    }
}
