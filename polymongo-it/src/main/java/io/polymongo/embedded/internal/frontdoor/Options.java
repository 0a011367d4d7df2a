package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/** Options that several commands share. */
final class Options {

    private static final Shape COLLATION = Shape.of()
            .required("locale", FieldType.STRING)
            .optional("caseLevel", FieldType.BOOL)
            .optional("caseFirst", FieldType.STRING)
            .optional("strength", FieldType.NUMBER)
            .optional("numericOrdering", FieldType.BOOL)
            .optional("alternate", FieldType.STRING)
            .optional("maxVariable", FieldType.STRING)
            .optional("normalization", FieldType.BOOL)
            .optional("backwards", FieldType.BOOL)
            .optional("version", FieldType.STRING);

    private Options() {}

    /** Only the simple collation is done: comparison of the bytes. */
    static void collation(Object value, String path) {
        Document collation = (Document) value;
        if (collation.isEmpty()) {
            return;
        }
        COLLATION.check("collation", collation, Set.of(), false);
        if (!collation.equals(new Document("locale", "simple"))) {
            throw Unsupported.error("'" + path + "'");
        }
    }

    /** Variables for the whole command are not done. */
    static void let(Object value, String path) {
        Unsupported.unlessNothing("'" + path + "'", value);
    }

    /** The engine counts with 32 bits. */
    static void skip(Object value, String path) {
        Number skip = (Number) value;
        if (skip.doubleValue() > Integer.MAX_VALUE) {
            throw Unsupported.error("'" + path + "' beyond " + Integer.MAX_VALUE);
        }
    }
}
