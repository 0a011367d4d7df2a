package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.store.BsonOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What indexes are wanted, and which of them are there. */
final class IndexSpecifications {

    /** What makes two indexes the same one under two names. */
    private static final List<String> SIGNATURE =
            List.of("key", "unique", "sparse", "partialFilterExpression", "collation", "wildcardProjection");

    private IndexSpecifications() {}

    static List<Document> parse(@Nullable Object given) {
        List<Document> parsed = new ArrayList<>();
        if (given instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Document specification) {
                    parsed.add(parse(specification));
                }
            }
        }
        if (parsed.isEmpty()) {
            throw new CommandError(ErrorCode.BAD_VALUE, "Must specify at least one index to create");
        }
        return parsed;
    }

    private static Document parse(Document given) {
        if (!(given.get("key") instanceof Document key) || key.isEmpty()) {
            throw new CommandError(ErrorCode.CANNOT_CREATE_INDEX, "Index keys cannot be an empty object");
        }
        if (!(given.get("name") instanceof String name) || name.isEmpty() || name.equals("*")) {
            throw new CommandError(
                    ErrorCode.CANNOT_CREATE_INDEX, "The index name '" + given.get("name") + "' is not valid");
        }
        key.forEach((field, direction) -> {
            boolean valid =
                    direction instanceof String || (direction instanceof Number number && number.doubleValue() != 0);
            if (field.isEmpty() || !valid) {
                throw new CommandError(
                        ErrorCode.CANNOT_CREATE_INDEX,
                        "Values in v:2 index key pattern cannot be of this kind. Only numbers > 0, numbers < 0, and"
                                + " strings are allowed.");
            }
        });
        Call.refuseCollation(given.get("collation"), "createIndexes.indexes");
        Document specification = new Document("v", 2).append("key", key).append("name", name);
        given.forEach((field, value) -> {
            // a false flag is as good as none, and is not listed
            boolean absent = Boolean.FALSE.equals(value) || field.equals("background") || field.equals("ns");
            if (!absent) {
                specification.putIfAbsent(field, value);
            }
        });
        return specification;
    }

    /** Those of the wanted indexes that are to be built. */
    static List<Document> missing(List<Document> existing, List<Document> wanted) {
        List<Document> known = new ArrayList<>(existing);
        List<Document> missing = new ArrayList<>();
        for (Document specification : wanted) {
            if (!isThere(known, specification)) {
                known.add(specification);
                missing.add(specification);
            }
        }
        return missing;
    }

    private static boolean isThere(List<Document> known, Document wanted) {
        if (same(wanted.get("key"), new Document("_id", 1))) {
            return true;
        }
        for (Document index : known) {
            boolean sameIndex = SIGNATURE.stream().allMatch(field -> same(index.get(field), wanted.get(field)));
            if (same(index.get("name"), wanted.get("name"))) {
                return checkSameName(index, wanted, sameIndex);
            }
            if (sameIndex) {
                throw new CommandError(
                        ErrorCode.INDEX_OPTIONS_CONFLICT,
                        "Index already exists with a different name: " + index.get("name"));
            }
        }
        return false;
    }

    private static boolean checkSameName(Document index, Document wanted, boolean sameIndex) {
        if (!sameIndex) {
            throw new CommandError(
                    ErrorCode.INDEX_KEY_SPECS_CONFLICT,
                    "An existing index has the same name as the requested index. When index names are not specified,"
                            + " they are auto generated and can cause conflicts. Please refer to our documentation."
                            + " Requested index: " + wanted + ", existing index: " + index);
        }
        boolean sameOptions = same(index.get("expireAfterSeconds"), wanted.get("expireAfterSeconds"));
        if (!sameOptions) {
            throw new CommandError(
                    ErrorCode.INDEX_OPTIONS_CONFLICT,
                    "An equivalent index already exists with the same name but different options. Requested index: "
                            + wanted + ", existing index: " + index);
        }
        return true;
    }

    static boolean same(@Nullable Object left, @Nullable Object right) {
        return BsonOrder.INSTANCE.compare(left, right) == 0;
    }
}
