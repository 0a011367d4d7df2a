package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;

/** A collection's validator, as far as it is a query. */
final class Validation {

    private Validation() {}

    static void check(StoredCollection collection, Document document) {
        if (collection.options().get("validator") instanceof Document validator
                && !validator.isEmpty()
                && !"off".equals(collection.options().get("validationLevel"))
                && !"warn".equals(collection.options().get("validationAction"))
                && !new Filter(validator, Variables.NONE).test(document)) {
            throw new CommandError(
                    ErrorCode.DOCUMENT_VALIDATION_FAILURE.code(),
                    "Document failed validation",
                    List.of(),
                    new Document("errInfo", new Document("failingDocumentId", document.get("_id"))));
        }
    }

    /** Validators that cannot be checked exactly are refused. */
    static void checkOptions(Document options) {
        if (options.get("validator") instanceof Document validator && !validator.isEmpty()) {
            if (validator.toString().contains("$jsonSchema")) {
                throw FindCommand.notSupported("validators with $jsonSchema");
            }
            if ("moderate".equals(options.get("validationLevel"))) {
                throw FindCommand.notSupported("the validationLevel 'moderate'");
            }
            new Filter(validator, Variables.NONE).check();
        }
    }
}
