package io.polymongo.embedded.internal.service;

/** What comes before every command: the end of all that has lasted or idled for too long. Guarded by the store's lock. */
final class Housekeeping {

    private final Environment environment;
    private final Expiry expiry;

    Housekeeping(Environment environment, Expiry expiry) {
        this.environment = environment;
        this.expiry = expiry;
    }

    /** Whether there may be something to do, which may be much. */
    boolean isDue() {
        return environment.sessions().mayHaveExpired()
                || environment.cursors().mayHaveExpired()
                || environment.pinned().haveExpired()
                || expiry.isDue();
    }

    void run() {
        environment.sessions().expire();
        environment.cursors().expire();
        environment.pinned().expire();
        expiry.run();
    }
}
