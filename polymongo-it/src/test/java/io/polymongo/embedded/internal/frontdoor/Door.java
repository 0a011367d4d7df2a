package io.polymongo.embedded.internal.frontdoor;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.polymongo.embedded.internal.command.CommandError;
import io.polymongo.embedded.internal.command.FakeConnection;
import io.polymongo.embedded.internal.command.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends commands written as JSON to a front door behind which everything is answered with ok. */
final class Door {

    private static final FrontDoor DOOR = new FrontDoor(Door::answer);

    private Door() {}

    private static Document answer(Request request) {
        request.refused().values().stream().findFirst().ifPresent(error -> {
            throw error;
        });
        return new Document("ok", 1.0);
    }

    /** The error that a command or one of its statements is refused with, or nothing when it passes. */
    static Optional<CommandError> send(Document body) {
        Object database = body.get("$db");
        try {
            DOOR.handle(
                    new Request(new FakeConnection(), database instanceof String name ? name : "shop", body, false));
            return Optional.empty();
        } catch (CommandError e) {
            return Optional.of(e);
        }
    }

    static Optional<CommandError> send(String json) {
        return send(parse(json));
    }

    /** Sends a filter in a find. */
    static Optional<CommandError> filter(String json) {
        return send("{find: 'c', filter: " + json + "}");
    }

    /** Sends one stage in an aggregate. */
    static Optional<CommandError> stage(String json) {
        return send("{aggregate: 'c', pipeline: [" + json + "], cursor: {}}");
    }

    /** Sends an expression in a projection. */
    static Optional<CommandError> expression(String json) {
        return stage("{$project: {x: " + json + "}}");
    }

    /** Sends an update of one document. */
    static Optional<CommandError> update(String json) {
        return send("{update: 'c', updates: [{q: {}, u: " + json + "}]}");
    }

    static Document parse(String json) {
        return (Document) convert(org.bson.Document.parse(json));
    }

    private static Object convert(Object value) {
        if (value instanceof Map<?, ?> map) {
            Document document = new Document();
            map.forEach((name, element) -> document.put((String) name, convert(element)));
            return document;
        }
        if (value instanceof Collection<?> list) {
            return new ArrayList<>(
                    Arrays.asList(list.stream().map(Door::convert).toArray()));
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof org.bson.BsonTimestamp timestamp) {
            return new BsonTimestamp(timestamp.getValue());
        }
        if (value instanceof org.bson.BsonRegularExpression pattern) {
            return new BsonRegularExpression(pattern.getPattern(), pattern.getOptions());
        }
        if (value instanceof org.bson.types.ObjectId id) {
            return new ObjectId(id.toByteArray());
        }
        if (value instanceof org.bson.types.Binary) {
            return new UUID(1, 2);
        }
        return value;
    }
}
