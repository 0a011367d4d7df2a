package io.polymongo.embedded.internal.fault;

import java.time.Duration;

/** How a fail point lets a command wait. */
@FunctionalInterface
public interface Sleeper {

    /** Waits on the calling thread, holding nothing. */
    void sleep(Duration time) throws InterruptedException;
}
