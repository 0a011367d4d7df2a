package io.polymongo.embedded.internal.frontdoor;

import org.jspecify.annotations.Nullable;

/**
 * One field of a command or of a document within it.
 *
 * @param name its name
 * @param type what it may hold
 * @param required whether it must be there
 * @param stable whether it belongs to Stable API version 1
 * @param check looks into the value, which is of the type and not null
 */
record Field(
        String name,
        FieldType type,
        boolean required,
        boolean stable,
        @Nullable Check check) {

    /** Looks into a value. */
    @FunctionalInterface
    interface Check {

        /** @param path where the value stands, such as {@code find.filter} */
        void check(Object value, String path);
    }

    Field unstable() {
        return new Field(name, type, required, false, check);
    }
}
