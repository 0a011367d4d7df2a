package io.polymongo.embedded.internal.auth;

import io.polymongo.embedded.internal.command.Owner;
import org.jspecify.annotations.Nullable;

/** What belongs to whom. Thread-safe. */
public interface Belongings {

    /** Whose the running command of a number is, or null if none runs on the member. */
    @Nullable
    Owner ofOperation(int member, int id);

    /** Whose a cursor is, or null if there is none. */
    @Nullable
    Owner ofCursor(long id);
}
