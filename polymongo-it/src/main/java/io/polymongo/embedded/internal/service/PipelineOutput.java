package io.polymongo.embedded.internal.service;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.ErrorCode;
import io.polymongo.embedded.internal.engine.Filter;
import io.polymongo.embedded.internal.engine.Update;
import io.polymongo.embedded.internal.engine.Variables;
import io.polymongo.embedded.internal.oplog.OplogEntry.Kind;
import io.polymongo.embedded.internal.service.SingleWrites.Changed;
import io.polymongo.embedded.internal.store.Namespace;
import io.polymongo.embedded.internal.store.StoredCollection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what a pipeline has found: {@code $out} and {@code $merge}. */
final class PipelineOutput {

    private static final Set<String> MERGE_FIELDS = Set.of("into", "on", "let", "whenMatched", "whenNotMatched");

    private final Call call;

    PipelineOutput(Call call) {
        this.call = call;
    }

    void write(Document stage, List<Document> documents) {
        call.store().locked(() -> {
            if (stage.containsKey("$out")) {
                out(target(stage.get("$out"), "$out"), documents);
            } else {
                merge(
                        stage.get("$merge") instanceof Document options
                                ? options
                                : new Document("into", stage.get("$merge")),
                        documents);
            }
            return true;
        });
    }

    private Namespace target(@Nullable Object into, String stage) {
        if (into instanceof String collection) {
            return new Namespace(call.request().database(), collection);
        }
        if (into instanceof Document name && name.get("coll") instanceof String collection) {
            return new Namespace(
                    name.get("db") instanceof String database
                            ? database
                            : call.request().database(),
                    collection);
        }
        throw SingleWrites.parseError(stage + " needs a collection's name");
    }

    /** Replaces a collection: all inserts happen in a collection of another name, which is renamed then. */
    private void out(Namespace target, List<Document> documents) {
        StoredCollection existing = Targets.existing(call, target);
        if (existing != null && existing.isCapped()) {
            throw new CommandError(17152, "namespace '" + target + "' is capped so it can't be used for $out");
        }
        Namespace temporary = new Namespace(
                target.database(),
                "tmp.agg_out." + Objects.hash(target, call.request().connection()));
        Document options = existing == null ? new Document() : existing.options();
        if (existing != null) {
            Targets.awaitUnused(call, existing);
        } else {
            Names.checkCreatable(call.store().catalog(), target.database(), target.collection());
        }
        StoredCollection made = Targets.create(call, temporary, options);
        try {
            if (existing != null) {
                call.store()
                        .catalog()
                        .addIndexes(
                                call.view(),
                                made,
                                existing.indexes().stream()
                                        .filter(index -> !"_id_".equals(index.get("name")))
                                        .toList(),
                                filter -> new Filter(filter, Variables.NONE));
            }
            SingleWrites writes = new SingleWrites(call, temporary);
            documents.forEach(writes::insert);
        } catch (CommandError e) {
            call.store().catalog().drop(made);
            throw e;
        }
        call.store().catalog().rename(made, target, existing);
    }

    private void merge(Document options, List<Document> documents) {
        for (String field : options.keySet()) {
            if (!MERGE_FIELDS.contains(field)) {
                throw new CommandError(40415, "BSON field '$merge." + field + "' is an unknown field.");
            }
        }
        Object on = options.getOrDefault("on", "_id");
        List<String> fields = on instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(on));
        Namespace target = target(options.get("into"), "$merge");
        checkUnique(Targets.orCreated(call, target), fields);
        for (Document document : documents) {
            mergeOne(target, fields, options, document);
        }
    }

    private static void checkUnique(StoredCollection collection, List<String> fields) {
        boolean unique = fields.equals(List.of("_id"))
                || collection.indexes().stream()
                        .anyMatch(index -> Utils.isTrue(index.get("unique"))
                                && index.get("key") instanceof Document key
                                && key.keySet().equals(Set.copyOf(fields)));
        if (!unique) {
            throw new CommandError(51183, "Cannot find index to verify that join fields will be unique");
        }
    }

    private void mergeOne(Namespace target, List<String> fields, Document options, Document document) {
        Document query = new Document();
        for (String field : fields) {
            query.put(field, new Document("$eq", Utils.getSubdocumentValue(document, field)));
        }
        Filter filter = new Filter(query, Variables.NONE);
        Object matched = options.getOrDefault("whenMatched", "merge");
        SingleWrites writes = new SingleWrites(call, target);
        DocumentChange change = new DocumentChange(
                kind(matched),
                before -> matched(matched, options, filter, before, document),
                (before, after) -> "merge".equals(matched) ? document.keySet() : null);
        Changed changed = writes.changeFirst(filter, null, change);
        if (changed == null) {
            notMatched(writes, options, document);
        }
    }

    private static Kind kind(Object matched) {
        return "replace".equals(matched) ? Kind.REPLACE : Kind.UPDATE;
    }

    private static Document matched(
            Object matched, Document options, Filter filter, Document before, Document document) {
        if (matched instanceof List<?> pipeline) {
            Document let = options.get("let") instanceof Document given ? given : new Document("new", "$$ROOT");
            return new Update(filter, pipeline, null, false, Variables.of(let, document)).apply(before);
        }
        return switch (String.valueOf(matched)) {
            case "replace" -> new Update(filter, document, null, false, Variables.NONE).apply(before);
            case "keepExisting" -> before;
            case "merge" -> {
                Document merged = before.clone();
                merged.putAll(document);
                yield new Update(filter, merged, null, false, Variables.NONE).apply(before);
            }
            case "fail" ->
                throw new CommandError(
                        ErrorCode.DUPLICATE_KEY,
                        "$merge with whenMatched: fail found an existing document with the same values for the 'on' fields");
            default ->
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "Enumeration value '" + matched + "' for field 'whenMatched' is not a valid value.");
        };
    }

    private static void notMatched(SingleWrites writes, Document options, Document document) {
        switch (String.valueOf(options.getOrDefault("whenNotMatched", "insert"))) {
            case "insert" -> writes.insert(document);
            case "discard" -> {
                // as it says
            }
            case "fail" ->
                throw new CommandError(
                        ErrorCode.MERGE_STAGE_NO_MATCHING_DOCUMENT,
                        "$merge could not find a matching document in the target collection for at least one document in"
                                + " the source collection");
            default ->
                throw new CommandError(
                        ErrorCode.BAD_VALUE,
                        "Enumeration value '" + options.get("whenNotMatched")
                                + "' for field 'whenNotMatched' is not a valid value.");
        }
    }
}
