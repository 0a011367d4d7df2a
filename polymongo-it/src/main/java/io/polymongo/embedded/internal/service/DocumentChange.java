package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.engine.Update;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of documents that are found.
 *
 * @param kind what change streams call it
 * @param result what a document becomes: the same, another or, deleted, null
 * @param wholes the paths that are set as wholes between a document and what has become of it, or null
 */
record DocumentChange(
        Kind kind,
        Function<Document, @Nullable Document> result,
        BiFunction<Document, Document, @Nullable Set<String>> wholes) {

    static DocumentChange by(Update update) {
        return new DocumentChange(update.kind(), update::apply, update::wholes);
    }

    static DocumentChange deletion() {
        return new DocumentChange(Kind.DELETE, document -> null, (before, after) -> null);
    }
}
