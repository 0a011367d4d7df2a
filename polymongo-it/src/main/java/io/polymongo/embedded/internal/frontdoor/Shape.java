package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that a document may have, and their types. Built once, then only read. */
final class Shape {

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final List<Field> required = new ArrayList<>();
    private boolean open;

    private Shape() {}

    static Shape of() {
        return new Shape();
    }

    Shape required(String name, FieldType type) {
        return add(new Field(name, type, true, true, null));
    }

    Shape required(String name, FieldType type, Field.Check check) {
        return add(new Field(name, type, true, true, check));
    }

    Shape optional(String name, FieldType type) {
        return add(new Field(name, type, false, true, null));
    }

    Shape optional(String name, FieldType type, Field.Check check) {
        return add(new Field(name, type, false, true, check));
    }

    /** A number that is not negative. */
    Shape count(String name) {
        return optional(name, FieldType.NUMBER, (value, path) -> notNegative(name, value));
    }

    /** Fields that MongoDB knows; what they ask for is refused, their defaults pass. */
    Shape unsupported(FieldType type, String... names) {
        for (String name : names) {
            optional(name, type, (value, path) -> Unsupported.unlessNothing("'" + path + "'", value));
        }
        return this;
    }

    /** Takes fields out of Stable API version 1. */
    Shape unstable(String... names) {
        for (String name : names) {
            fields.computeIfPresent(name, (key, field) -> field.unstable());
        }
        return this;
    }

    /** Lets any other field through, as MongoDB does for this document. */
    Shape open() {
        open = true;
        return this;
    }

    boolean isOpen() {
        return open;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Map<String, Field> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** A check of this shape for a field of an outer one. */
    Field.Check nested() {
        return (value, path) -> check(path, (Document) value, Set.of(), false);
    }

    /** A check of each element of an array. */
    Field.Check eachNested() {
        return (value, path) -> {
            int index = 0;
            for (Object element : (Collection<?>) value) {
                FieldType.OBJECT.check(path + "." + index++, "", element);
                check(path, (Document) element, Set.of(), false);
            }
        };
    }

    /**
     * Checks a document.
     *
     * @param context what its fields are named after in messages
     * @param elsewhere names that are checked elsewhere
     * @param strict whether only Stable API version 1 is allowed
     */
    void check(String context, Document document, Set<String> elsewhere, boolean strict) {
        for (Map.Entry<String, Object> entry : document.entrySet()) {
            Field field = fields.get(entry.getKey());
            if (field == null) {
                if (!open && !elsewhere.contains(entry.getKey())) {
                    throw new CommandError(
                            40415, "BSON field '" + context + "." + entry.getKey() + "' is an unknown field.");
                }
                continue;
            }
            if (strict && !field.stable()) {
                throw new CommandError(
                        ErrorCode.API_STRICT_ERROR,
                        "BSON field '" + context + "." + entry.getKey() + "' is not allowed with apiStrict:true.");
            }
            checkValue(field, context, entry.getValue());
        }
        for (Field field : required) {
            if (document.get(field.name()) == null && !acceptsNull(field, document)) {
                throw new CommandError(
                        40414, "BSON field '" + context + "." + field.name() + "' is missing but a required field");
            }
        }
    }

    private static void checkValue(Field field, String context, @Nullable Object value) {
        Field.Check check = field.check();
        // MongoDB takes null for absent. A path is made only where somebody may want it: this runs for every field.
        if (value == null || (check == null && field.type().accepts(value))) {
            return;
        }
        String path = context + "." + field.name();
        field.type().check(path, field.name(), value);
        if (check != null) {
            check.check(value, path);
        }
    }

    private static boolean acceptsNull(Field field, Document document) {
        return field.type() == FieldType.ANY && document.containsKey(field.name());
    }

    private static void notNegative(String name, Object value) {
        Number number = (Number) value;
        if (number.doubleValue() < 0) {
            throw new CommandError(
                    51024, "BSON field '" + name + "' value must be >= 0, actual value '" + number.longValue() + "'");
        }
    }

    private Shape add(Field field) {
        fields.put(field.name(), field);
        if (field.required()) {
            required.add(field);
        }
        return this;
    }
}
