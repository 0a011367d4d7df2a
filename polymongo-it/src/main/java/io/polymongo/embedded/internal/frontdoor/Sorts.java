package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.Json;
import io.polymongo.embedded.internal.command.CommandError;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders: paths with 1 or -1. */
final class Sorts {

    private Sorts() {}

    static void check(@Nullable Object sort) {
        if (!(sort instanceof Document order)) {
            return;
        }
        for (Map.Entry<String, Object> entry : order.entrySet()) {
            checkPart(entry.getKey(), entry.getValue(), order.size());
        }
    }

    private static void checkPart(String path, @Nullable Object direction, int parts) {
        if (direction instanceof Document document) {
            if (document.containsKey("$meta")) {
                throw Unsupported.error("$meta in a sort");
            }
            throw illegal(path, direction);
        }
        if (!(direction instanceof Number number)) {
            throw illegal(path, direction);
        }
        if (number.doubleValue() != 1 && number.doubleValue() != -1) {
            throw new CommandError(15975, "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
        }
        if (path.equals("$natural")) {
            if (parts > 1) {
                throw new CommandError(2, "$natural sort cannot be set to a value other than -1 or 1.");
            }
            return;
        }
        checkPath(path);
    }

    /** Refuses paths that MongoDB cannot read. */
    static void checkPath(String path) {
        if (path.isEmpty()) {
            throw new CommandError(40352, "FieldPath cannot be constructed with empty string");
        }
        if (path.endsWith(".")) {
            throw new CommandError(40353, "FieldPath must not end with a '.'.");
        }
        for (String part : path.split("\\.")) {
            if (part.isEmpty()) {
                throw new CommandError(15998, "FieldPath field names may not be empty strings.");
            }
            if (part.startsWith("$")) {
                throw new CommandError(
                        16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
            }
        }
    }

    private static CommandError illegal(String path, @Nullable Object direction) {
        return new CommandError(
                15974, "Illegal key in $sort specification: " + path + ": " + Json.toJsonValue(direction));
    }
}
