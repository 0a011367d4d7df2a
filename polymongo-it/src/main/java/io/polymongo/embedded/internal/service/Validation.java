package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.FailedClauses;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;

/** A collection's validator, as a command's writes meet it. */
final class Validation {

    private final Call call;
    private final Document options;

    Validation(Call call, StoredCollection collection) {
        this.call = call;
        this.options = collection.options();
    }

    void checkInserted(Document document) {
        if (applies() && !obeys(document)) {
            throw failure(document);
        }
    }

    /** With the level {@code moderate}, a document that did not obey before need not obey now. */
    void checkChanged(Document before, Document after) {
        if (applies() && !obeys(after) && (!"moderate".equals(options.get("validationLevel")) || obeys(before))) {
            throw failure(after);
        }
    }

    private boolean applies() {
        return options.get("validator") instanceof Document validator
                && !validator.isEmpty()
                && !"off".equals(options.get("validationLevel"))
                && !"warn".equals(options.get("validationAction"))
                && !call.flag("bypassDocumentValidation");
    }

    private boolean obeys(Document document) {
        return new Filter(validator(), Variables.NONE).test(document);
    }

    private Document validator() {
        return options.get("validator") instanceof Document validator ? validator : new Document();
    }

    private CommandError failure(Document document) {
        Document info = new Document("failingDocumentId", document.get("_id"));
        FailedClauses.of(validator(), document).ifPresent(details -> info.append("details", details));
        return new CommandError(
                ErrorCode.DOCUMENT_VALIDATION_FAILURE.code(),
                "Document failed validation",
                List.of(),
                new Document("errInfo", info));
    }

    /** A validator that is no query is refused. */
    static void checkOptions(Document options) {
        if (options.get("validator") instanceof Document validator && !validator.isEmpty()) {
            new Filter(validator, Variables.NONE).check();
        }
    }
}
