package io.polymongo.embedded.internal.command;

import de.bwaldvogel.mongo.bson.Document;

/** What a reply says of a write that was done, but not as its write concern wants. */
public final class WriteConcernError {

    private WriteConcernError() {}

    /** Appends it to a reply. */
    public static Document append(Document reply, ErrorCode code, String message, Document concern) {
        return appendInfo(reply, code, message, new Document("writeConcern", effective(concern)));
    }

    /** Appends that the time that the write concern gives is over. */
    public static Document appendTimeout(Document reply, Document concern) {
        return appendInfo(
                reply,
                ErrorCode.WRITE_CONCERN_FAILED,
                "waiting for replication timed out",
                new Document("wtimeout", true).append("writeConcern", effective(concern)));
    }

    private static Document appendInfo(Document reply, ErrorCode code, String message, Document info) {
        return reply.append(
                "writeConcernError",
                new Document("code", code.code())
                        .append("codeName", code.codeName())
                        .append("errmsg", message)
                        .append("errInfo", info));
    }

    private static Document effective(Document concern) {
        Document effective = new Document("w", concern.get("w"));
        if (concern.containsKey("j")) {
            effective.append("j", concern.get("j"));
        }
        return effective.append("wtimeout", concern.getOrDefault("wtimeout", 0)).append("provenance", "clientSupplied");
    }
}
