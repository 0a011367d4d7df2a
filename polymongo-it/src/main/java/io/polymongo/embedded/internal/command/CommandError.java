package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;

/** An answer with {@code ok: 0}. Not an error of the server: no stack trace is kept. */
public final class CommandError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final transient List<String> labels;
    private final transient Document details;

    /** An error whose labels follow from its code, or are none. */
    public CommandError(ErrorCode code, String message) {
        this(code.code(), message, List.of(), new Document());
    }

    /** An error by number, such as a numbered assertion. */
    public CommandError(int code, String message) {
        this(code, message, List.of(), new Document());
    }

    /**
     * An error with everything.
     *
     * @param labels labels that do not follow from the code
     * @param details more fields of the reply, such as {@code keyPattern} or {@code errInfo}
     */
    public CommandError(int code, String message, List<String> labels, Document details) {
        super(message, null, false, false);
        this.code = code;
        this.labels = List.copyOf(labels);
        this.details = details;
    }

    public int code() {
        return code;
    }

    public List<String> labels() {
        return labels;
    }

    public Document details() {
        return details;
    }

    /** The reply, without what every reply has. */
    public Document reply() {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", getMessage())
                .append("code", code)
                .append("codeName", ErrorCode.nameOf(code));
        reply.putAll(details);
        if (!labels.isEmpty()) {
            reply.append("errorLabels", labels);
        }
        return reply;
    }
}
