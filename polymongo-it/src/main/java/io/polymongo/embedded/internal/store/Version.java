package io.polymongo.embedded.internal.store;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** A document as one commit left it; no document where the commit deleted it. */
final class Version {

    final long sequence;
    final long order;
    final @Nullable Document document;

    @Nullable
    Version older;

    Version(long sequence, long order, @Nullable Document document, @Nullable Version older) {
        this.sequence = sequence;
        this.order = order;
        this.document = document;
        this.older = older;
    }
}
