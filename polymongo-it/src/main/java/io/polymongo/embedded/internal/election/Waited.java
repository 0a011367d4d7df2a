package io.polymongo.embedded.internal.election;

/** How waiting for members ended. */
enum Waited {
    ENOUGH,
    TIME_OVER,
    STEPPED_DOWN,
    SHUT_DOWN,
    INTERRUPTED
}
