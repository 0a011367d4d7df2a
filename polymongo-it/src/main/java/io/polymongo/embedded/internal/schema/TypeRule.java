package io.polymongo.embedded.internal.schema;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code type} and {@code bsonType}. */
final class TypeRule {

    private TypeRule() {}

    static @Nullable Rule of(Document schema) {
        if (schema.containsKey("type") && schema.containsKey("bsonType")) {
            throw Refusal.parse("Cannot specify both $jsonSchema keywords 'type' and 'bsonType'");
        }
        String keyword = schema.containsKey("type") ? "type" : "bsonType";
        if (!schema.containsKey(keyword)) {
            return null;
        }
        Object operand = schema.get(keyword);
        Set<String> types = types(keyword, operand);
        return value -> BsonTypes.isOne(value, types)
                ? List.of()
                : List.of(Keywords.failure(keyword, operand)
                        .append("reason", "type did not match")
                        .append("consideredValue", value)
                        .append("consideredType", BsonTypes.of(value)));
    }

    private static Set<String> types(String keyword, @Nullable Object operand) {
        if (operand instanceof String name) {
            return Set.of(type(keyword, name));
        }
        if (!(operand instanceof Collection<?> names)) {
            throw Refusal.typeOf(keyword, "either a string or an array of strings");
        }
        Set<String> types = new LinkedHashSet<>();
        for (Object each : names) {
            if (!(each instanceof String name)) {
                throw Refusal.type("$jsonSchema keyword '" + keyword + "' array elements must be strings");
            }
            if (!types.add(type(keyword, name))) {
                throw Refusal.parse("$jsonSchema keyword '" + keyword + "' has duplicate value: " + name);
            }
        }
        if (types.isEmpty()) {
            throw Refusal.parse("$jsonSchema keyword '" + keyword + "' must name at least one type");
        }
        return types;
    }

    private static String type(String keyword, String name) {
        if (keyword.equals("type") && name.equals("integer")) {
            throw Refusal.parse("$jsonSchema type 'integer' is not currently supported.");
        }
        String type = keyword.equals("type") ? BsonTypes.JSON.get(name) : name;
        if (type == null || !BsonTypes.NAMES.contains(type)) {
            throw new CommandError(ErrorCode.BAD_VALUE, "Unknown type name alias: " + name);
        }
        return type;
    }
}
