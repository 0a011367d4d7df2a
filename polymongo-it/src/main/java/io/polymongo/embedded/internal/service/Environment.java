package io.polymongo.embedded.internal.service;

import io.polymongo.embedded.internal.fault.RetryableWriteFault;
import io.polymongo.embedded.internal.operation.Operations;
import io.polymongo.embedded.internal.session.Sessions;
import io.polymongo.embedded.internal.store.Store;
import io.polymongo.embedded.internal.store.Writer;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every command may use. */
record Environment(
        Store store,
        Writer writer,
        Sessions sessions,
        Cursors cursors,
        PinnedSnapshots pinned,
        Operations operations,
        InstantSource clock,
        LongSupplier ticker,
        int members,
        RetryableWriteFault writeFault) {}
