package io.polymongo.embedded;

import io.polymongo.embedded.internal.command.CommandHandler;
import io.polymongo.embedded.internal.fault.FailPoints;

/**
 * What stands behind the ports of a server.
 *
 * @param outermost answers every command
 * @param failPoints where tests let commands fail
 * @param end ends who waits in the handlers; called once, when no command arrives any more
 */
record Chain(CommandHandler outermost, FailPoints failPoints, Runnable end) {}
