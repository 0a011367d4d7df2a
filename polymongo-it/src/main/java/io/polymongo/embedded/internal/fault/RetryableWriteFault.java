package io.polymongo.embedded.internal.fault;

import io.polymongo.embedded.internal.command.Request;

/** What whoever carries out retryable writes asks before it lets one take effect. */
@FunctionalInterface
public interface RetryableWriteFault {

    /**
     * Called once for a whole insert, and once for each update, delete or findAndModify that changes something, before
     * the change takes effect and is recorded; not for a statement that is answered from the record. The connection may
     * be closed after the command.
     *
     * @throws io.polymongo.embedded.internal.command.CommandError if the statement must not take effect; it is the
     *     statement's error, as any other would be
     */
    void beforeCommit(Request request);
}
