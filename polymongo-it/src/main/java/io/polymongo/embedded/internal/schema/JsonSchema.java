package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema that was read and found right. Immutable. */
public final class JsonSchema {

    private final Document annotations;
    private final List<Rule> rules;

    private JsonSchema(Document annotations, List<Rule> rules) {
        this.annotations = annotations;
        this.rules = rules;
    }

    /**
     * Reads the operand of {@code $jsonSchema}.
     *
     * @throws io.polymongo.embedded.internal.command.CommandError in MongoDB's words if it is no schema
     */
    public static JsonSchema parse(@Nullable Object operand) {
        if (!(operand instanceof Document schema)) {
            throw Refusal.type("$jsonSchema must be an object");
        }
        return of(schema);
    }

    static JsonSchema of(Document schema) {
        Keywords.check(schema);
        Rule types = TypeRule.of(schema);
        List<Rule> rules = new ArrayList<>(ScalarRules.of(schema));
        rules.addAll(ArrayRules.of(schema));
        rules.addAll(ObjectRules.of(schema));
        rules.addAll(LogicalRules.of(schema));
        if (types != null) {
            rules.add(types);
        }
        return new JsonSchema(Keywords.annotations(schema), List.copyOf(rules));
    }

    /** Whether a document obeys. */
    public boolean matches(@Nullable Object value) {
        return rules.stream().allMatch(rule -> rule.failures(value).isEmpty());
    }

    /** The {@code details} of the {@code errInfo} of a document that does not obey. */
    public Document details(Document document) {
        Document details = new Document("operatorName", "$jsonSchema");
        details.putAll(annotations);
        return details.append("schemaRulesNotSatisfied", failures(document));
    }

    /** What is wrong with a value. */
    List<Document> failures(@Nullable Object value) {
        List<Document> failures = new ArrayList<>();
        rules.forEach(rule -> failures.addAll(rule.failures(value)));
        return failures;
    }

    /** Adds the title and description. */
    Document annotate(Document failure) {
        failure.putAll(annotations);
        return failure;
    }
}
