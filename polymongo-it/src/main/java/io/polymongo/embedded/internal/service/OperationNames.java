package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.Binary;
import io.polymongo.embedded.internal.command.BsonSize;
import io.polymongo.embedded.internal.command.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code currentOp} calls a command: its kind, its namespace, and the command itself. */
record OperationNames(Request request) {

    private static final int LONGEST = 1000;
    private static final String CUT = "...";
    private static final Map<String, String> KINDS =
            Map.of("find", "query", "getMore", "getmore", "insert", "insert", "update", "update", "delete", "remove");
    /** What is told of a single statement of a write, which MongoDB takes for a command of its own. */
    private static final Map<String, List<String>> STATEMENTS = Map.of(
            "update", List.of("q", "u", "c", "arrayFilters", "hint", "multi", "upsert", "collation"),
            "delete", List.of("q", "limit", "hint", "collation"));

    private static final Set<String> ON_COLLECTIONS = Set.of(
            "find",
            "insert",
            "update",
            "delete",
            "aggregate",
            "count",
            "distinct",
            "findAndModify",
            "findandmodify",
            "killCursors",
            "create",
            "drop",
            "createIndexes",
            "dropIndexes",
            "deleteIndexes",
            "listIndexes",
            "collMod",
            "collStats",
            "collstats",
            "validate");

    String kind() {
        return KINDS.getOrDefault(request.name(), "command");
    }

    String namespace() {
        String database = request.database();
        if (request.name().equals("getMore")) {
            return database + "." + request.body().get("collection");
        }
        if (request.name().equals("renameCollection") && request.target() instanceof String from) {
            return from;
        }
        if (request.name().equals("currentOp") || request.name().equals("aggregate")) {
            return database + "." + (request.target() instanceof String collection ? collection : "$cmd.aggregate");
        }
        return database + "."
                + (ON_COLLECTIONS.contains(request.name()) && request.target() instanceof String collection
                        ? collection
                        : "$cmd");
    }

    /** Without the documents that are inserted, which drivers send beside the command. */
    Document command() {
        Document body = request.body();
        Document command = new Document(body);
        command.remove("documents");
        for (String name : List.of("updates", "deletes")) {
            List<String> told = STATEMENTS.get(request.name());
            if (told != null && body.get(name) instanceof List<?> statements) {
                if (statements.size() == 1 && statements.get(0) instanceof Document statement) {
                    return statement(statement, told);
                }
                command.remove(name);
            }
        }
        return command;
    }

    private static Document statement(Document statement, List<String> told) {
        Document whole = new Document();
        for (String field : told) {
            if (statement.containsKey(field)) {
                whole.append(field, statement.get(field));
            } else if (field.equals("multi") || field.equals("upsert")) {
                whole.append(field, false);
            }
        }
        return whole;
    }

    /** As text, if it is long, with its comment beside it. */
    Document shortCommand() {
        Document command = command();
        if (BsonSize.of(command) <= LONGEST) {
            return command;
        }
        Document plain = new Document(command);
        Object comment = plain.remove("comment");
        String text = Binary.shown(plain);
        Document told = new Document(
                "$truncated", text.length() <= LONGEST ? text : text.substring(0, LONGEST - CUT.length()) + CUT);
        return comment == null ? told : told.append("comment", comment);
    }
}
