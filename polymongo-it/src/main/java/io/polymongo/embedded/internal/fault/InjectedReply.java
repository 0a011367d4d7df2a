package io.polymongo.embedded.internal.fault;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply that a fail point made or changed, on its way to {@link Replies}, which needs to know that it was. */
final class InjectedReply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Document reply;
    private final transient @Nullable List<String> labels;
    private final boolean ran;

    /**
     * A reply.
     *
     * @param labels the labels that the fail point asks for, which stand instead of the server's own; null for those
     * @param ran whether the command had run
     */
    InjectedReply(Document reply, @Nullable List<String> labels, boolean ran) {
        super("a reply by a fail point", null, false, false);
        this.reply = reply;
        this.labels = labels;
        this.ran = ran;
    }

    Document reply() {
        return reply;
    }

    @Nullable
    List<String> labels() {
        return labels;
    }

    boolean ran() {
        return ran;
    }
}
