package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.JsonSchema;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;

/** A collection's validator: a query, a schema or both. */
final class Validation {

    private Validation() {}

    static void check(StoredCollection collection, Document document) {
        Document options = collection.options();
        if (!(options.get("validator") instanceof Document validator)
                || validator.isEmpty()
                || "off".equals(options.get("validationLevel"))
                || "warn".equals(options.get("validationAction"))) {
            return;
        }
        Document details = null;
        if (validator.get("$jsonSchema") instanceof Document schema) {
            List<Document> broken = new JsonSchema(schema).unsatisfied(document);
            if (!broken.isEmpty()) {
                details = new Document("operatorName", "$jsonSchema").append("schemaRulesNotSatisfied", broken);
            }
        }
        Document query = withoutSchema(validator);
        if (details == null && !new Filter(query, Variables.NONE).test(document)) {
            details = new Document("operatorName", query.keySet().iterator().next()).append("specifiedAs", query);
        }
        if (details != null) {
            throw new CommandError(
                    ErrorCode.DOCUMENT_VALIDATION_FAILURE.code(),
                    "Document failed validation",
                    List.of(),
                    new Document(
                            "errInfo",
                            new Document("failingDocumentId", document.get("_id")).append("details", details)));
        }
    }

    private static Document withoutSchema(Document validator) {
        Document query = validator.clone();
        query.remove("$jsonSchema");
        return query;
    }

    /** Validators that cannot be checked exactly are refused. */
    static void checkOptions(Document options) {
        if (options.get("validator") instanceof Document validator && !validator.isEmpty()) {
            if ("moderate".equals(options.get("validationLevel"))) {
                throw FindCommand.notSupported("the validationLevel 'moderate'");
            }
            if (validator.get("$jsonSchema") instanceof Document schema) {
                new JsonSchema(schema);
            }
            Document query = withoutSchema(validator);
            if (query.toString().contains("$jsonSchema")) {
                throw FindCommand.notSupported("$jsonSchema inside of another operator");
            }
            new Filter(query, Variables.NONE).check();
        }
    }
}
