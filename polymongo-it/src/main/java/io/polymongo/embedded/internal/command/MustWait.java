package io.polymongo.embedded.internal.command;

/**
 * A command would wait or take long, and its request says that it may not. Nothing was done, so that it can be run again
 * where it may. Not an error of the server: no stack trace is kept.
 */
public final class MustWait extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MustWait() {
        super("the command would have to wait", null, false, false);
    }
}
