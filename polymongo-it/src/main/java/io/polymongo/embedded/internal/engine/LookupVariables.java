package io.polymongo.embedded.internal.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The variables of a {@code $lookup}. The engine has none without a value, so all become fields of one. */
final class LookupVariables {

    private static final String ALL = "(let)";

    private LookupVariables() {}

    /** The stage with its variables as fields of one. */
    static Document asFields(Document lookup) {
        if (!(lookup.get("let") instanceof Document let) || let.isEmpty()) {
            return lookup;
        }
        StageTexts texts = new StageTexts(UnaryOperator.identity(), text -> asField(let.keySet(), text));
        Document result = lookup.clone();
        result.put("let", new Document(ALL, let));
        result.put("pipeline", texts.changed(Objects.requireNonNull(lookup.get("pipeline"))));
        return result;
    }

    private static String asField(Set<String> names, String text) {
        if (!text.startsWith("$$")) {
            return text;
        }
        int dot = text.indexOf('.');
        return names.contains(text.substring(2, dot < 0 ? text.length() : dot))
                ? "$$" + ALL + "." + text.substring(2)
                : text;
    }
}
